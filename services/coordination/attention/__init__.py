"""What waits for an officer in all matters of an agency: conflicts, proposals, rights that end."""
