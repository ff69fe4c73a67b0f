"""The HTTP edge that every process of Concord shares; it knows no case and no law."""
