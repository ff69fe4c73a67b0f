"""What tests ask of an office of any track: what its cases warn of, and what it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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


def done_at_once(
    office: AnOffice, case_ids: Sequence[str], command: str, **raw: Any
) -> Counter[str]:
    """Do the same with all these cases at one moment; count what came of it, by refusal."""

    def done(case_id: str) -> str:
        try:
            office.does(case_id, command, **raw)
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(len(case_ids)) as pool:
        return Counter(pool.map(done, case_ids))
