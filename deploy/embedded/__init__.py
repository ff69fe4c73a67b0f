"""The launcher: database, bus, services and gateway on one machine, started and watched."""
