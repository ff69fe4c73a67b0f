"""Addresses that a form names: only pages of ours are gone to."""

from __future__ import annotations


def own_address(wanted: str) -> str:
    """Return `wanted` when it is a page of ours, else the home page: nobody is sent elsewhere."""
    single = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if single and wanted.isprintable() and len(wanted) < 2000 else "/"
