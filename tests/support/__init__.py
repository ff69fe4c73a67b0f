"""Builders and real servers that the tests start for themselves."""
