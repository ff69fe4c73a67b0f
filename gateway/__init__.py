"""The one door: who are you, may you, and which service answers."""
