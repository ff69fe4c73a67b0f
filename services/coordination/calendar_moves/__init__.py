"""What a holiday notice moves on the docket: asked before, noted after, counted until complete."""
