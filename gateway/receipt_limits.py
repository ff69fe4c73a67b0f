"""How often receipts are asked for in vain: from one place, of one code, by all together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response
from flask_limiter import Limiter

from gateway.limiting import client_place, everybody

View = TypeVar("View", bound=Callable[..., Any])
Key = Callable[[], str]
IN_VAIN_PER_ASKER = "20 per 5 minutes"
IN_VAIN_PER_CODE = "10 per hour"
IN_VAIN_ALTOGETHER = "2000 per 5 minutes"
_SCOPE = "receipt"


def bounded_receipts(limiter: Limiter, view: View, code: Key) -> View:
    """Return a view by which everybody asks with a receipt, of which `code` says the code."""
    view = _counted(limiter, view, IN_VAIN_PER_ASKER, client_place)
    view = _counted(limiter, view, IN_VAIN_ALTOGETHER, everybody)
    return _counted(limiter, view, IN_VAIN_PER_CODE, code)


def bounded_receipts_of(limiter: Limiter, view: View, asker: Key, code: Key) -> View:
    """Return a view by which those ask who are known, each by the key `asker`."""
    view = _counted(limiter, view, IN_VAIN_PER_ASKER, asker)
    return _counted(limiter, view, IN_VAIN_PER_CODE, code)


def key_of_code(written: str) -> str:
    """Return under what a code is counted, however it was written; strangers choose it."""
    digits = "".join(sign for sign in written if sign.isdigit())
    return hashlib.sha256(digits.encode()).hexdigest()


def _counted(limiter: Limiter, view: View, limit: str, key: Key) -> View:
    counted: Any = limiter.shared_limit(limit, _SCOPE, key_func=key, deduct_when=_is_in_vain)
    found: View = counted(view)
    return found


def _is_in_vain(response: Response) -> bool:
    return response.status_code == 404
