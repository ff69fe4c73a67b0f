"""What tests ask of an office of any track: what its cases warn of, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pytest

from shared.http.problems import Problem


class AnOffice(Protocol):
    """An office that acts on its cases."""

    def does(self, case_id: str, command: str, **raw: Any) -> None: ...

    def case(self, case_id: str) -> Mapping[str, Any]: ...


def codes(office: AnOffice, case_id: str) -> list[str]:
    """Return the codes of the warnings that stand on a case."""
    return [warning["code"] for warning in office.case(case_id)["warnings"]]


def refused(office: AnOffice, case_id: str, command: str, **raw: Any) -> Problem:
    """Return the refusal of a command, which changed nothing."""
    before = office.case(case_id)
    with pytest.raises(Problem) as caught:
        office.does(case_id, command, **raw)
    assert office.case(case_id) == before
    return caught.value
