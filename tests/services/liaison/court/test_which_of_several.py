"""A court says by name which of several it means; the case is asked who that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from services.liaison.court.commands import order_for
from services.liaison.court.orders import Known
from services.liaison.court.registry import LITIGATION, Case, CourtTrack
from services.liaison.partners.addressees import Addressee
from services.liaison.partners.door import PartnerOrder
from shared.casework.personal import masked
from shared.http.problems import Problem
from tests.services.litigation.builders import BUREAU, COURT, Response, notice, notified

AGENCY = Addressee(code=BUREAU["code"], name=BUREAU["name"], region="110101")
WANG, LI = {"name": "王小明"}, {"name": "李小红"}
ONE_WANG = {"name": "王伟", "id_number": "11010119900307117X"}
OTHER_WANG = {"name": "王伟", "id_number": "110101199003070134"}
JUDGMENT: dict[str, Any] = {
    "on": "2024-08-01",
    "kind": "judgment",
    "outcome": "claims_dismissed",
    "lost": False,
    "served_on": "2024-08-05",
    "opponent_served_on": "2024-08-05",
}


def told(notice_type: str, on: str, **changes: Any) -> dict[str, Any]:
    number = notice()["court_case_no"]
    agency = {"code": AGENCY.code}
    return {"type": notice_type, "agency": agency, "court_case_no": number, "on": on, **changes}


def leave(what: str, on: str, **changes: Any) -> dict[str, Any]:
    return told("withdrawal_allowed", on, withdrawn=what, **changes)


def takes(suit: Response, notice: Mapping[str, Any]) -> str:
    """Return what became of a notice: the command and the state after it, or `known`."""

    def find(number: str, track: CourtTrack = LITIGATION) -> Case | None:
        assert number == suit.facts["court_case_no"]
        # The numbers of people leave the service behind masked.
        return {**masked(suit.case), "id": suit.case["_id"]} if track is LITIGATION else None

    order = order_for(notice, AGENCY, find)
    if isinstance(order, Known):
        return "known"
    assert isinstance(order, PartnerOrder)
    command = order.path.rpartition("/")[2]
    return f"{command} -> {suit.does(command, actor=COURT, **order.payload).status}"


def refused_at(suit: Response, notice: Mapping[str, Any]) -> tuple[str, str]:
    with pytest.raises(Problem) as refused:
        takes(suit, notice)
    ((field, (text,)),) = (refused.value.errors or {}).items()
    return field, text.en


def brought_by(*plaintiffs: Mapping[str, str]) -> Response:
    return notified(plaintiffs=list(plaintiffs))


def appealed_by_each() -> Response:
    suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)
    for party in (WANG, LI):
        appeal = told("appeal_filed", "2024-08-15", by="opponent", party=party)
        assert takes(suit, appeal) == "appeal -> appealed"
    return suit


class TestASuitIsWithdrawn:
    def test_by_one_of_two_the_suit_of_the_other_goes_on(self) -> None:
        suit = brought_by(WANG, LI)

        assert takes(suit, leave("suit", "2024-06-20", party=WANG)) == (
            "one_plaintiff_withdraws -> notified"
        )
        assert suit.case["former_parties"][0]["name"] == "王小明"

    def test_told_again_it_is_known_and_the_last_one_ends_the_suit(self) -> None:
        suit, first = brought_by(WANG, LI), leave("suit", "2024-06-20", party=WANG)
        takes(suit, first)

        assert takes(suit, first) == "known"
        last = leave("suit", "2024-06-20", party=LI)
        assert takes(suit, last) == "plaintiff_withdraws -> withdrawn"
        assert takes(suit, last) == "known"

    def test_without_a_name_all_withdraw(self) -> None:
        assert takes(brought_by(WANG, LI), leave("suit", "2024-06-20")) == (
            "plaintiff_withdraws -> withdrawn"
        )

    def test_no_defendant_withdraws_it(self) -> None:
        suit = brought_by(WANG, LI)

        assert refused_at(suit, leave("suit", "2024-06-20", by="agency"))[0] == "by"
        assert refused_at(suit, leave("suit", "2024-06-20", party=BUREAU))[0] == "party"


class TestAnAppealIsWithdrawn:
    def test_by_one_of_two_the_other_is_tried_and_nothing_takes_effect(self) -> None:
        suit = appealed_by_each()

        withdrawn = takes(suit, leave("appeal", "2024-09-10", by="opponent", party=LI))

        assert withdrawn == "withdraw_appeal -> appealed"
        assert suit.facts["withdrawn_appeals"][0]["party"] == "p2"
        assert "final" not in suit.milestones

    def test_by_both_on_one_day_it_ends_with_the_second(self) -> None:
        suit = appealed_by_each()
        first = leave("appeal", "2024-09-10", party=WANG)
        takes(suit, first)

        assert takes(suit, first) == "known"
        last = leave("appeal", "2024-09-10", by="opponent", party=LI)
        assert takes(suit, last) == "record_final_judgment -> final"
        assert takes(suit, last) == "known"

    def test_of_both_as_one_side_the_other_goes_on(self) -> None:
        suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)
        takes(suit, told("appeal_filed", "2024-08-15", by="opponent"))

        assert takes(suit, leave("appeal", "2024-09-10", party=WANG)) == (
            "withdraw_appeal -> appealed"
        )

    def test_without_a_name_it_is_asked_whose(self) -> None:
        field, text = refused_at(appealed_by_each(), leave("appeal", "2024-09-10", by="opponent"))

        assert (field, "2 of them" in text) == ("party", True)

    def test_told_in_fewer_words_it_is_asked_whose(self) -> None:
        suit = appealed_by_each()
        takes(suit, leave("appeal", "2024-09-10", party=WANG))

        assert refused_at(suit, leave("appeal", "2024-09-10", by="opponent"))[0] == "party"

    def test_where_both_sides_appealed_the_name_says_the_side(self) -> None:
        suit = appealed_by_each().does("appeal", on="2024-08-16", by="agency")

        assert refused_at(suit, leave("appeal", "2024-09-10"))[0] == "by"
        assert takes(suit, leave("appeal", "2024-09-10", party=BUREAU)) == (
            "withdraw_appeal -> appealed"
        )
        assert suit.facts["withdrawn_appeals"][0]["by"] == "agency"


class TestAnApplicationForRetrial:
    def asked_by_both(self) -> Response:
        suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)
        suit.does("take_effect", on="2024-08-21")
        for party in (WANG, LI):
            asked = told("retrial_docketed", "2024-10-08", by="opponent", party=party)
            assert takes(suit, asked) == "record_retrial_application -> final"
            assert takes(suit, asked) == "known"
        return suit

    def test_of_two_on_one_day_each_is_withdrawn(self) -> None:
        suit = self.asked_by_both()

        for party in (WANG, LI):
            withdrawn = leave("retrial", "2024-10-28", by="opponent", party=party)
            assert takes(suit, withdrawn) == "withdraw_retrial_application -> final"
            assert takes(suit, withdrawn) == "known"

    def test_in_the_retrial_the_other_is_heard_and_with_the_last_it_ends(self) -> None:
        suit = self.asked_by_both()
        suit.does("order_retrial", on="2024-11-11", initiated_by="application", instance="first")
        one, last = (leave("retrial", "2024-12-02", party=party) for party in (LI, WANG))

        assert takes(suit, one) == "withdraw_retrial_application -> retrial_first"
        assert takes(suit, one) == "known"
        assert takes(suit, last) == "end_retrial -> final"
        assert takes(suit, last) == "known"

    def test_in_the_retrial_all_of_a_side_withdraw_without_a_name(self) -> None:
        suit = self.asked_by_both()
        suit.does("order_retrial", on="2024-11-11", initiated_by="application", instance="first")

        withdrawn = leave("retrial", "2024-12-02", by="opponent")

        assert takes(suit, withdrawn) == "end_retrial -> final"

    def test_without_a_name_it_is_asked_whose(self) -> None:
        unnamed = leave("retrial", "2024-10-28", by="opponent")

        assert refused_at(self.asked_by_both(), unnamed)[0] == "party"


def test_two_ask_for_enforcement_on_one_day() -> None:
    suit = brought_by(WANG, LI)
    suit.does("record_judgment", **{**JUDGMENT, "outcome": "ordered_to_pay", "lost": True})
    suit.does("take_effect", on="2024-08-21")

    for party in (WANG, LI):
        asked = told("enforcement_docketed", "2025-01-06", by="opponent", party=party)
        assert takes(suit, asked) == "record_enforcement_application -> final"
        assert takes(suit, asked) == "known"
    assert [each["party"] for each in suit.facts["enforcements"]] == ["p1", "p2"]


class TestTheName:
    @pytest.mark.parametrize("name", ["王 小明", "王小明 ", "王·小明"])
    def test_it_is_read_in_any_writing(self, name: str) -> None:
        named = leave("suit", "2024-06-20", party={"name": name})

        assert takes(brought_by(WANG, LI), named) == "one_plaintiff_withdraws -> notified"

    def test_one_that_nobody_has_is_refused_with_a_count_alone(self) -> None:
        suit = brought_by(WANG, LI)

        field, text = refused_at(suit, leave("suit", "2024-06-20", party={"name": "赵六"}))

        assert (field, text[:9]) == ("party", "0 parties")
        assert not any(name in text for name in ("赵六", "王小明", "李小红"))

    def test_one_that_two_have_needs_a_number(self) -> None:
        suit = brought_by(ONE_WANG, OTHER_WANG)

        field, text = refused_at(suit, leave("suit", "2024-06-20", party={"name": "王伟"}))

        assert (field, text[:9]) == ("party", "2 parties")
        takes(suit, leave("suit", "2024-06-20", party=OTHER_WANG))
        assert suit.case["former_parties"][0]["id"] == "p2"

    def test_of_namesakes_it_is_the_one_whose_number_is_on_record(self) -> None:
        suit = brought_by({"name": "王伟"}, OTHER_WANG)

        takes(suit, leave("suit", "2024-06-20", party=OTHER_WANG))

        assert suit.case["former_parties"][0]["id"] == "p2"

    def test_a_number_of_another_is_nobodys(self) -> None:
        suit = brought_by(ONE_WANG, LI)

        assert refused_at(suit, leave("suit", "2024-06-20", party=OTHER_WANG))[0] == "party"

    def test_it_is_of_the_side_that_is_said(self) -> None:
        appeal = told("appeal_filed", "2024-08-15", by="agency", party=WANG)
        suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)

        assert refused_at(suit, appeal)[0] == "party"


class TestAJudgmentIsServedOnOne:
    SERVED: ClassVar[dict[str, Any]] = {"party": LI, "served_on": "2024-08-09", "method": "post"}

    def judged(self) -> Response:
        untold = {name: day for name, day in JUDGMENT.items() if name != "opponent_served_on"}
        return brought_by(WANG, LI).does("record_judgment", **untold)

    def test_their_own_window_runs_from_it(self) -> None:
        suit, slip = self.judged(), told("service_proved", "2024-08-12", **self.SERVED)

        assert takes(suit, slip) == "serve_judgment -> judged"
        assert (suit.clock("SS-16", "p2")["due_on"], takes(suit, slip)) == ("2024-08-26", "known")

    def test_another_day_of_the_same_service_is_refused(self) -> None:
        suit, slip = self.judged(), told("service_proved", "2024-08-12", **self.SERVED)
        takes(suit, slip)

        with pytest.raises(Problem) as refused:
            takes(suit, {**slip, "served_on": "2024-08-08"})

        assert refused.value.status == 409

    def test_after_an_appeal_it_is_of_the_final_judgment_or_the_first_where_said(self) -> None:
        suit = self.judged().does("appeal", on="2024-08-15", by="agency")
        final: dict[str, Any] = {"outcome": "upheld", "lost": False, "served_on": "2024-11-04"}
        suit.does("record_final_judgment", on="2024-11-01", **final)
        slip = told("service_proved", "2024-11-12", party=WANG, served_on="2024-11-06")

        assert takes(suit, slip) == "serve_final_judgment -> final"
        assert takes(suit, slip) == "known"
        first = told("service_proved", "2024-11-12", judgment="first", **self.SERVED)
        assert takes(suit, first) == "serve_judgment -> final"
        assert takes(suit, first) == "known"

    def test_what_was_told_of_the_agency_is_known(self) -> None:
        slip = told("service_proved", "2024-08-12", party=BUREAU, served_on="2024-08-05")

        assert takes(self.judged(), slip) == "known"

    def test_before_a_judgment_there_is_none(self) -> None:
        with pytest.raises(Problem) as refused:
            takes(brought_by(WANG, LI), told("service_proved", "2024-08-12", **self.SERVED))

        assert refused.value.code == "command-not-allowed"


class TestTheEarlierIsToldLast:
    def test_who_appealed_first_is_taken_after_who_appealed_later(self) -> None:
        suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)
        later = told("appeal_filed", "2024-08-16", by="opponent", party=LI)
        first = told("appeal_filed", "2024-08-12", by="opponent", party=WANG)

        assert takes(suit, later) == "appeal -> appealed"
        assert takes(suit, first) == "appeal -> appealed"
        assert (takes(suit, first), takes(suit, later)) == ("known", "known")

    def test_none_is_taken_that_is_older_than_the_judgment(self) -> None:
        suit = brought_by(WANG, LI).does("record_judgment", **JUDGMENT)

        with pytest.raises(Problem) as refused:
            takes(suit, told("appeal_filed", "2024-07-31", by="opponent", party=LI))

        assert refused.value.code == "date-out-of-order"

    def test_a_slip_that_comes_after_other_news_is_recorded_when_it_comes(self) -> None:
        untold = {name: day for name, day in JUDGMENT.items() if name != "opponent_served_on"}
        suit = brought_by(WANG, LI).does("record_judgment", **untold)
        suit.does("appeal", on="2024-08-16", by="agency")
        slip = told("service_proved", "2024-08-12", party=LI, served_on="2024-08-09")

        assert takes(suit, slip) == "serve_judgment -> appealed"
        assert suit.clock("SS-16", "p2")["due_on"] == "2024-08-26"


def test_a_judgment_of_that_day_with_another_outcome_is_refused() -> None:
    suit = brought_by(WANG).does("record_judgment", **JUDGMENT)
    other = {**JUDGMENT, "outcome": "revoked", "lost": True}

    assert refused_at(suit, told("judgment_served", **other))[0] == "outcome"
