"""Requests that make something new: sent again under the same key, they make it once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import request

from shared.casework.case import plain
from shared.casework.casework import new_case_id
from shared.casework.personal import Sealer
from shared.http.idempotency import HEADER, idempotency_key
from shared.http.identity import Identity
from shared.http.problems import Problem
from shared.language import Text

_REUSED = Text("此幂等键已用于另一请求。", "This idempotency key was used with another request.")


def new_id(caller: Identity) -> str:
    """Return the id of what is to be made: by the caller's own key, else one never seen before."""
    key = idempotency_key()
    if key is None:
        return new_case_id()
    place = "\0".join((caller.subject, request.path, key))
    return hashlib.sha256(place.encode()).hexdigest()[:32]


def fingerprint(sealer: Sealer, body: Mapping[str, Any]) -> str | None:
    """Return the keyed hash by which a repeated request is told from another one."""
    written = json.dumps(plain(body), ensure_ascii=False, sort_keys=True)
    return sealer.index(written, field="request")


def check_same_request(known: Mapping[str, Any], mark: str | None) -> None:
    """Refuse (422) a key that was used with another body."""
    if known["request_mark"] != mark:
        raise Problem(422, "idempotency-key-reused", _REUSED, errors={HEADER: [_REUSED]})
