"""The whole installation: admission, refusals, privacy, concurrency, and every kind of failure."""
