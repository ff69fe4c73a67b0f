"""The gateway adds the names of officers to answers that have usernames alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from gateway.accounts import RecentAccounts
from gateway.officer_names import OfficerNames
from tests.gateway.office import AGENCY, Office


@pytest.fixture
def names(office: Office) -> OfficerNames:
    office.employ("mediator", "wang")
    office.employ("supervisor", "li")
    return OfficerNames(RecentAccounts(office.accounts))


def test_an_assignee_is_named_and_nobody_stays_nobody(names: OfficerNames) -> None:
    rows: Any = [{"assignee": "wang"}, {"assignee": None}, {"assignee": "left-long-ago"}]

    assert [row["assignee_name"] for row in names.added(rows)] == ["mediator 王五", None, None]


def test_a_name_that_stands_already_is_kept(names: OfficerNames) -> None:
    named = {"assignee": "wang", "assignee_name": "王五（当时）"}

    assert names.added(dict(named)) == named


def test_whoever_acted_is_named_with_the_agency_of_that_day_only(names: OfficerNames) -> None:
    here = {"id": "li", "role": "supervisor", "agency": AGENCY["agency_code"]}
    before = {**here, "agency": "12120101000000000X"}

    found = names.added({"history": [{"actor": dict(here)}, {"actor": before}]})

    assert [each["actor"]["name"] for each in found["history"]] == ["supervisor 王五"] * 2
    assert [each["actor"]["agency_name"] for each in found["history"]] == [
        AGENCY["agency_name"],
        None,
    ]


def test_an_officer_whose_account_is_closed_keeps_the_name(
    names: OfficerNames, office: Office
) -> None:
    office.accounts.disable("wang")

    assert names.added({"created_by": "wang"})["created_by_name"] == "mediator 王五"


def test_what_somebody_sent_is_shown_as_it_was_sent(names: OfficerNames) -> None:
    sent = {
        "payload": {"assignee": "wang"},
        "details": {"by": "wang"},
        "facts": {"created_by": "wang"},
    }

    assert names.added(deepcopy(sent)) == sent
