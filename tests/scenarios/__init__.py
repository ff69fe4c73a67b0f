"""Published cases and invented flows, replayed over a whole installation."""
