"""Accounts of the officers who may enter, in the gateway's own database."""

from gateway.accounts.first import create_first_accounts
from gateway.accounts.store import (
    Account,
    AccountError,
    AccountExistsError,
    Accounts,
    NoSuchAccountError,
    RecentAccounts,
)

__all__ = [
    "Account",
    "AccountError",
    "AccountExistsError",
    "Accounts",
    "NoSuchAccountError",
    "RecentAccounts",
    "create_first_accounts",
]
