"""One package per service: four tracks, and what lies between and around them."""
