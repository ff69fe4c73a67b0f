"""The remedies against an administrative act: which are open, until when, and what bars them."""
