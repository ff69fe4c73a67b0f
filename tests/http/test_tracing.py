from __future__ import annotations

import re

import pytest

from shared.http.tracing import child_traceparent, new_traceparent, trace_id

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_child_stays_in_the_trace_with_a_span_of_its_own() -> None:
    child = child_traceparent(PARENT)

    assert trace_id(child) == "0af7651916cd43dd8448eb211c80319c"
    assert child != PARENT


@pytest.mark.parametrize(
    "parent",
    [
        None,
        "",
        "x",
        PARENT.upper(),
        PARENT + "-extra",
        PARENT.replace("00-", "ff-", 1),
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
    ],
)
def test_what_is_no_trace_starts_a_new_one(parent: str | None) -> None:
    child = child_traceparent(parent)

    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", child)
    assert "0af7651916cd43dd8448eb211c80319c" not in child


def test_new_traces_differ() -> None:
    assert new_traceparent() != new_traceparent()
