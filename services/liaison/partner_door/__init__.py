"""The door of partners that are no courts: what they hand in and ask, signed."""
