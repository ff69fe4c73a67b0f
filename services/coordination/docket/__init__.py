"""The docket (期限台账): one row for every clock, what is due of it, and how it is asked for."""
