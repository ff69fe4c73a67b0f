"""Receipts: a computed date tied to its inputs, so that it can be checked years later."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256

from shared.language import Text
from shared.law.errors import ReceiptError
from shared.law.pauses import Pause
from shared.law.rule import Length

_FORM = re.compile(r"sha256:[0-9a-f]{64}(;[a-z_]+=[0-9a-f]{8})+")


@dataclass(frozen=True, slots=True)
class ReceiptInputs:
    """Everything a last day follows from, and the last day itself.

    `calendar` is the label of the days consulted (`Calendar.edition_between`), so that a later
    notice for another year does not make an old receipt differ. `specified` is a last day set
    by an officer or a decision. `pauses` are merged; their reasons are no input.
    """

    rule: str
    version: str
    variant: str | None
    started_on: date | None
    pauses: tuple[Pause, ...]
    extended_by: int
    length: Length | None
    specified: date | None
    calendar: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ReceiptVerification:
    """Whether a receipt still follows from its inputs, and which of them differ if not."""

    valid: bool
    differing: tuple[str, ...]


def receipt(inputs: ReceiptInputs) -> str:
    """Return `sha256:<64 hex>` over all inputs, followed by a short digest of each.

    The long hash is the proof; the short ones only name what differs.
    """
    written = _written(inputs)
    short = ";".join(f"{name}={_short(name, value)}" for name, value in written.items())
    return f"{_whole(written)};{short}"


def verify(stored: str, inputs: ReceiptInputs) -> ReceiptVerification:
    """Compare a stored receipt with inputs computed anew.

    `differing` holds field names of ReceiptInputs, or `receipt` when the receipt contradicts
    itself. Raises ReceiptError when `stored` is no receipt.
    """
    if _FORM.fullmatch(stored) is None:
        raise ReceiptError(Text("凭证格式无效", "this is not a receipt of a computed date"))
    whole, *short = stored.split(";")
    recorded = dict(part.split("=") for part in short)
    written = _written(inputs)
    differing = tuple(
        name for name, value in written.items() if recorded.get(name) != _short(name, value)
    )
    if whole == _whole(written) and not differing and len(recorded) == len(written):
        return ReceiptVerification(valid=True, differing=())
    return ReceiptVerification(valid=False, differing=differing or ("receipt",))


def _written(inputs: ReceiptInputs) -> dict[str, str]:
    return {each.name: _canonical(getattr(inputs, each.name)) for each in fields(inputs)}


def _canonical(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Length):
        return f"{value.value} {value.unit} {value.direction}"
    if isinstance(value, tuple):
        return ",".join(f"{pause.start}/{pause.end or ''}" for pause in value)
    return str(value)


def _whole(written: dict[str, str]) -> str:
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _short(name: str, value: str) -> str:
    return sha256(f"{name}={value}".encode()).hexdigest()[:8]
