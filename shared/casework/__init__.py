"""Casework: a procedure as data, the pure decision, and the one write that follows."""
