"""Webhooks: events told to other systems by signed messages, above all outcomes to the court."""
