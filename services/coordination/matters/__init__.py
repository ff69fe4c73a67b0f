"""Matters (纠纷): where each case stands, and how a dispute is shown through all its tracks."""
