"""The replay of published cases over the gateway, printed as timelines and checked date by date."""
