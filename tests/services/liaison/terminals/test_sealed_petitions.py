"""What terminals sealed is opened by this installation, and only as it was sealed."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest

from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.sealed_petitions import (
    UnreadableSealError,
    opened,
    opened_file,
    public_key,
)
from shared.http.secrets import FieldKeys
from tests.services.liaison.terminals.sealing import sealed_file, sealed_item

FORMER, PRESENT = b"1" * 32, b"2" * 32
KEYS = HallKeys.derived(FieldKeys("k1", {"k1": FORMER}))
ROTATED = HallKeys.derived(FieldKeys("k2", {"k1": FORMER, "k2": PRESENT}))


def sealed(text: bytes, keys: HallKeys, terminal: str = "t1", item: str = "i1") -> dict[str, str]:
    """Seal as docs/integrators.md tells."""
    return sealed_item(text, public_key(keys), terminal, item)


def test_what_was_sealed_opens() -> None:
    assert opened(sealed(b"{}", KEYS), KEYS, terminal="t1", item="i1") == b"{}"


def test_what_was_sealed_with_the_former_key_still_opens() -> None:
    assert opened(sealed(b"{}", KEYS), ROTATED, terminal="t1", item="i1") == b"{}"
    assert public_key(ROTATED)["id"] == "k2"


@pytest.mark.parametrize(("terminal", "item"), [("t2", "i1"), ("t1", "i2")])
def test_it_opens_for_no_other_terminal_and_no_other_item(terminal: str, item: str) -> None:
    with pytest.raises(UnreadableSealError):
        opened(sealed(b"{}", KEYS), KEYS, terminal=terminal, item=item)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "k9"},
        {"text": "AAAA"},
        {"nonce": base64.b64encode(b"1" * 11).decode()},
        {"nonce": "no base64"},
        {"point": base64.b64encode(b"\x04" + b"1" * 64).decode()},
        {"point": ""},
    ],
)
def test_what_was_changed_does_not_open(changes: Mapping[str, str]) -> None:
    with pytest.raises(UnreadableSealError):
        opened({**sealed(b"{}", KEYS), **changes}, KEYS, terminal="t1", item="i1")


def test_a_file_opens_with_what_is_said_of_it() -> None:
    content = bytes(range(256)) * 10 + b"\n{}"
    seal, text = sealed_file({"name": "照片"}, content, public_key(KEYS), "t1", "i1")

    said, clear = opened_file(seal, text, ROTATED, terminal="t1", item="i1")

    assert (said, clear) == ({"name": "照片"}, content)


def test_a_petition_passes_for_no_file_and_a_file_for_no_petition() -> None:
    seal, text = sealed_file({}, b"", public_key(KEYS), "t1", "i1")
    item = sealed(b"{}\n", KEYS)

    with pytest.raises(UnreadableSealError):
        opened({**seal, "text": base64.b64encode(text).decode()}, KEYS, terminal="t1", item="i1")
    with pytest.raises(UnreadableSealError):
        opened_file(item, base64.b64decode(item["text"]), KEYS, terminal="t1", item="i1")


def test_receipts_made_under_a_former_key_are_still_found() -> None:
    stored = KEYS.receipt_key("1" * 16, "8000")

    assert stored in ROTATED.receipt_keys("1" * 16, "8000")
    assert stored not in ROTATED.receipt_keys("1" * 16, "8001")
