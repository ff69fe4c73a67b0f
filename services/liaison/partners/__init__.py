"""Who outside may call: registered with a secret and with rights."""
