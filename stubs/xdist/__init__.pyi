"""What is used of pytest-xdist, which ships no types."""
