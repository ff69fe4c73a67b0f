"""Coordination (统筹协调): matters across the tracks, the docket of clocks, the rules."""
