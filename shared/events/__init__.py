"""How events travel between services: the log is the truth, the bus is the doorbell."""
