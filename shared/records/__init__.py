"""Documents that keep their own history and tell the others of it, in one write each."""
