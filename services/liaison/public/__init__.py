"""What everybody may ask and hand in."""
