"""A case lives as long as it has to: what was said is kept once, and read as one history."""

from __future__ import annotations

import bson
import pytest

from shared.casework.case import replayed
from shared.casework.casework import Casework
from shared.casework.telling import MOST_PAUSES_TOLD
from shared.http.problems import Problem
from tests.casework.long_cases import SAID, STATE, eager, history, moved, noted, stored
from tests.support.casework import application, asked, opened, performed


def bytes_of(casework: Casework, case_id: str) -> int:
    older = casework.store.history.older.find()
    return len(bson.encode(stored(casework, case_id))) + sum(len(bson.encode(row)) for row in older)


def test_a_case_outlives_the_size_of_one_document_by_far(casework: Casework) -> None:
    case_id = opened(casework)
    for number in range(40):
        noted(casework, case_id, f"{number}{'述' * 19_990}")

    assert len(bson.encode(stored(casework, case_id))) < 512 * 1024
    assert [entry["version"] for entry in history(casework, case_id)] == list(range(1, 42))
    assert casework.verify_history(case_id).entries == 41
    assert casework.verify_history(case_id).intact


def test_a_history_is_read_from_either_end_and_from_any_entry(casework: Casework) -> None:
    case_id = opened(eager(casework))
    for number in range(60):
        noted(casework, case_id, f"{number}")
    casework.store.history.large_bytes = 10**6
    for number in range(5):
        noted(casework, case_id, f"{number}")
    case = stored(casework, case_id)

    for at in (None, 1, 2, 30, 57, 61, 63, 66, 67, 90):
        later = [entry["version"] for entry in casework.history(case, after=at or 0)]
        earlier = [entry["version"] for entry in casework.history_back(case, before=at)]
        assert later == list(range((at or 0) + 1, 67))
        assert earlier == list(range(min((at or 67) - 1, 66), 0, -1))


def test_what_is_said_stands_once_so_growth_is_linear(casework: Casework) -> None:
    case_id = opened(casework)
    before = bytes_of(casework, case_id)
    for number in range(60):
        noted(casework, case_id, f"{number}{SAID}")

    said = 60 * len(SAID.encode())

    # Sealing makes a third more of it; the rest of an entry is small.
    assert bytes_of(casework, case_id) - before < 1.5 * said


def test_a_case_shows_its_last_records_in_full_and_says_how_many_came_before(
    casework: Casework,
) -> None:
    case_id = opened(casework)
    for number in range(13):
        noted(casework, case_id, f"{number}{SAID}")

    case = casework.get(case_id)
    payloads = [casework.payload(case_id, each) for each in history(casework, case_id)[1:]]

    assert [note["text"] for note in case["facts"]["notes"]] == [
        f"{number}{SAID}" for number in range(3, 13)
    ]
    assert case["earlier_items"] == {"notes": 3}
    assert [each["text"] for each in payloads] == [f"{number}{SAID}" for number in range(13)]


def test_a_long_text_of_the_opening_is_shown_after_its_entry_has_moved(casework: Casework) -> None:
    case_id = opened(eager(casework), content=SAID)
    noted(casework, case_id, "一")
    noted(casework, case_id, "二")

    assert moved(casework, case_id) == [1]
    assert casework.get(case_id)["facts"]["content"] == SAID
    assert SAID not in str(casework.find(case_id)["facts"])


def test_the_state_follows_from_the_whole_history(casework: Casework) -> None:
    case_id = opened(eager(casework), received_on="2024-01-08", act={"made_on": "2024-01-02"})
    performed(casework, case_id, "accept", on="2024-01-11")
    for day in ("2024-02-01", "2024-02-08", "2024-02-20"):
        performed(casework, case_id, "suspend", on=day, ground="39(6)")
        performed(casework, case_id, "resume", on=day)
    for number in range(15):
        performed(casework, case_id, "note", on="2024-02-23", text=f"{number}{SAID}")
    performed(casework, case_id, "decide", on="2024-07-20")
    case = stored(casework, case_id)

    rebuilt = replayed(history(casework, case_id))

    assert {name: rebuilt[name] for name in STATE} == {name: case[name] for name in STATE}
    assert rebuilt["facts"]["notes"] == case["facts"]["notes"]
    assert rebuilt["earlier_items"] == case["earlier_items"]
    assert rebuilt["clocks"] == [
        {name: value for name, value in clock.items() if name != "explanation"}
        for clock in case["clocks"]
    ]


def test_an_entry_says_what_differs_and_not_what_stood_before(casework: Casework) -> None:
    case_id = opened(casework)
    performed(casework, case_id, "accept", on="2024-05-10")
    sizes = []
    for _ in range(MOST_PAUSES_TOLD + 4):
        performed(casework, case_id, "suspend", on="2024-06-03", ground="39(6)")
        performed(casework, case_id, "resume", on="2024-06-03")
        sizes.append(len(bson.encode(history(casework, case_id)[-2])))

    assert max(sizes[MOST_PAUSES_TOLD:]) - min(sizes[MOST_PAUSES_TOLD:]) < 20


def test_a_key_answers_as_before_however_long_ago_it_was_used(casework: Casework) -> None:
    case_id = opened(eager(casework))
    noted(casework, case_id, "一", key="key-1")
    for number in range(3):
        noted(casework, case_id, f"{number}")
    again = asked(casework, "note", {"on": "2024-06-03", "text": "一"}, key="key-1")
    other = asked(casework, "note", {"on": "2024-06-03", "text": "二"}, key="key-1")

    assert 2 in moved(casework, case_id)
    assert casework.perform(case_id, again).repeated
    with pytest.raises(Problem) as caught:
        casework.perform(case_id, other)
    assert caught.value.code == "idempotency-key-reused"
    assert len(history(casework, case_id)) == 5


def test_the_key_that_opened_a_case_answers_with_it_for_ever(casework: Casework) -> None:
    request = asked(eager(casework), "file", application(), key="open-1")
    case_id = casework.open_case(request).case["_id"]
    noted(casework, case_id, "一")
    noted(casework, case_id, "二")

    again = casework.open_case(request)

    assert (again.repeated, again.case["_id"]) == (True, case_id)


def test_a_case_of_the_older_shape_goes_on(casework: Casework) -> None:
    case_id = opened(casework)
    for number in range(12):
        older_step(casework, case_id, f"{number}{SAID}")
    assert len(stored(casework, case_id)["facts"]["notes"]) == 12

    noted(casework, case_id, SAID)

    case = stored(casework, case_id)
    rebuilt = replayed(history(casework, case_id))
    assert len(case["facts"]["notes"]) == 10
    assert rebuilt["earlier_items"] == case["earlier_items"] == {"notes": 3}
    # Sealed twice, the same words differ: what is compared is what they say.
    opened_facts = casework.keys.sealer.open_all(rebuilt["facts"], document=case_id)
    assert opened_facts["notes"] == casework.find(case_id)["facts"]["notes"]
    assert casework.get(case_id)["facts"]["notes"][-1]["text"] == SAID
    assert casework.verify_history(case_id).intact


def older_step(casework: Casework, case_id: str, text: str) -> None:
    """Write a step as it was written when each entry repeated its lists."""
    case = casework.find(case_id)
    request = asked(casework, "note", {"on": "2024-06-03", "text": text})
    decision = casework.decide(case, request)
    after = {**case, **decision.case}
    entry = casework.entries.write(after, case["history"], request, decision, decision.changes)
    casework.store.append(case_id, casework._sealed_state(after), [entry], before=case)
