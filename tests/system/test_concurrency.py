"""Many officers at once, repeated requests, and restarts between them."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from deploy.embedded.stack import Stack
from tests.support.stack import OFFICER, Officers, Reply, accepted, days_ago
from tests.system.cases import OPENINGS, REFERRAL, a_petition

AT_ONCE = 20


def together(send: Callable[[int], Reply]) -> list[Reply]:
    """Send the same moment from as many threads as there are officers at work."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> Reply:
        start.wait()
        return send(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_of_identical_commands_at_one_moment_exactly_one_wins(officers: Officers) -> None:
    case = officers.open("petitions", a_petition())
    path = f"/petitions/{case['id']}/refer"

    replies = together(lambda _: officers.post("petition_officer", path, REFERRAL))

    assert Counter(reply.status for reply in replies) == {200: 1, 409: AT_ONCE - 1}
    assert {reply.body["code"] for reply in replies if not reply.ok} <= {
        "command-not-allowed",
        "changed-meanwhile",
    }
    assert officers.commands("petitions", case["id"]).count("refer") == 1


def test_of_commands_on_one_version_exactly_one_wins(officers: Officers) -> None:
    case = officers.open("petitions", a_petition())

    replies = together(
        lambda n: officers.send(
            "petition_officer",
            "POST",
            f"/petitions/{case['id']}/classify",
            body={"kind": "appeal", "article31_item": 6, "legal_path": f"第{n}路径"},
            headers={"If-Match": '"1"'},
        )
    )

    assert Counter(reply.status for reply in replies) == {200: 1, 412: AT_ONCE - 1}
    winner = next(reply for reply in replies if reply.ok)
    assert winner.version == 2
    assert officers.case("petitions", case["id"])["facts"] == winner.body["facts"]


def test_one_key_opens_one_case_however_often_it_is_sent(officers: Officers) -> None:
    key, body = uuid4().hex, a_petition(title="同一请求")

    replies = together(lambda _: officers.post("petition_officer", "/petitions", body, key=key))

    assert {reply.status for reply in replies} == {201}
    assert len({reply.body["id"] for reply in replies}) == 1
    page = accepted(officers.get("petition_officer", "/petitions?q=同一请求"))
    assert len(page["items"]) == 1


def test_one_key_carries_out_one_command_however_often_it_is_sent(officers: Officers) -> None:
    case, key = officers.open("petitions", a_petition()), uuid4().hex
    path = f"/petitions/{case['id']}/refer"

    replies = together(lambda _: officers.post("petition_officer", path, REFERRAL, key=key))

    # Whoever comes while the first is being written is told so, and asks again.
    assert {reply.status for reply in replies} <= {200, 409}
    assert {reply.body["code"] for reply in replies if not reply.ok} <= {"changed-meanwhile"}
    assert officers.post("petition_officer", path, REFERRAL, key=key).version == 2
    assert officers.commands("petitions", case["id"]).count("refer") == 1


@pytest.mark.parametrize("collection", sorted(OPENINGS))
@pytest.mark.parametrize("day", ["2019-03-04", days_ago(1)], ids=["first of a year", "this year"])
def test_twenty_openings_at_one_moment_get_twenty_numbers(
    officers: Officers, collection: str, day: str
) -> None:
    received = {"docketed_on": day, "served_on": day, "act": {}}
    dates = received if collection == "litigations" else {"received_on": day, "act": {}}

    replies = together(
        lambda _: officers.post(
            OFFICER[collection], f"/{collection}", OPENINGS[collection](**dates)
        )
    )

    numbers = [accepted(reply)["number"] for reply in replies]
    assert {number.split("〕")[0].split("〔")[1] for number in numbers} == {day[:4]}
    counted = sorted(int(number.split("〕")[1].rstrip("号")) for number in numbers)
    assert counted == list(range(counted[0], counted[0] + AT_ONCE))


def test_a_key_is_remembered_when_every_process_was_killed(
    stack: Stack, officers: Officers
) -> None:
    opening, referring, body = uuid4().hex, uuid4().hex, a_petition()
    case = officers.open("petitions", body, key=opening)
    referred = officers.act("petitions", case["id"], "refer", REFERRAL, key=referring)

    for name in ("petitions-web", "petitions-worker", "gateway", "database"):
        stack.kill(name)
    stack.await_ready()

    assert officers.open("petitions", body, key=opening)["id"] == case["id"]
    again = officers.act("petitions", case["id"], "refer", REFERRAL, key=referring)
    assert again["version"] >= referred["version"]
    assert officers.commands("petitions", case["id"]).count("refer") == 1
    other = officers.post("petition_officer", "/petitions", a_petition(content="另"), key=opening)
    assert (other.status, other.body["code"]) == (422, "idempotency-key-reused")
    reused = officers.post(
        "petition_officer",
        f"/petitions/{case['id']}/refer",
        REFERRAL | {"reason": "另"},
        key=referring,
    )
    assert (reused.status, reused.body["code"]) == (422, "idempotency-key-reused")


def test_a_service_that_is_down_is_said_to_be_down(stack: Stack, officers: Officers) -> None:
    stack.halt("litigation-web")
    try:
        reply = officers.get("litigation_officer", "/litigations")
        assert (reply.status, reply.media_type) == (503, "application/problem+json")
        assert int(reply.headers["Retry-After"]) > 0
        assert officers.get("petition_officer", "/petitions").ok
    finally:
        stack.resume("litigation-web")
        stack.await_ready()
