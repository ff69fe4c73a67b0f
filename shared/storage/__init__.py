"""How rows are kept so that a list costs the same however many there are."""
