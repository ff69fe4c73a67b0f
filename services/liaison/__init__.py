"""Liaison (对外联络): courts and other partners, terminals, the public, subscribers."""
