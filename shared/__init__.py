"""Shared rooms of Concord: law, casework, events and the HTTP edge."""
