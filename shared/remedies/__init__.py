"""Which remedies are open against an act, until when: one answer for every part of the house."""
