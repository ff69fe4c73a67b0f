"""Calendar editions: official holiday notices added while the system runs, and what they move."""
