"""What coordination tells other services of any agency is no answer for people."""

from __future__ import annotations

import pytest

from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import AGENCY

PATHS = ("/standing/referrals?since=2024-01-01", "/standing/red-clocks?most=5")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["supervisor", "admin", "court"])
def test_it_is_refused_to_whoever_is_no_service(desk: Desk, path: str, role: str) -> None:
    answer = desk.get(f"{path}&agency={AGENCY['code']}", role=role)

    assert refused(answer)[:2] == (403, "forbidden")


@pytest.mark.parametrize("path", PATHS)
def test_it_stands_in_no_document(desk: Desk, path: str) -> None:
    assert path.partition("?")[0] not in desk.get("/openapi.json").get_json()["paths"]
