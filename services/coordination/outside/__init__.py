"""Referrals to bodies outside: made by officers, answered by the bodies themselves."""
