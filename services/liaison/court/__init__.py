"""The court's door: its signed notices become commands, and it reads what was filed with it."""
