"""One package per service: four tracks and their coordination."""
