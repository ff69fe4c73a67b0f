"""What the cases of one dispute (争议) are to each other: a pure fold, without I/O."""
