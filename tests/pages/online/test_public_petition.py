"""A citizen hands in a petition in a browser, proven by a code that the operator's hook sent."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from deploy.embedded.stack import Stack
from gateway.public_door import PETITIONS_PER_PLACE
from tests.pages.workbench import Workbench
from tests.support.browser import follow
from tests.support.online_hall import (
    AGENCY,
    Post,
    a_number,
    a_petition,
    proven,
    public,
)
from tests.support.stack import Officers, accepted, from_place


def test_a_citizen_hands_in_a_petition_and_asks_how_it_stands(
    citizen: Page, post: Post, staff: Officers
) -> None:
    phone, text = a_number(), f"小区电梯停运 {uuid.uuid4().hex[:8]}"
    citizen.goto("/public")
    follow(citizen, "main >> text=提交信访")
    assert "不停止诉讼和行政复议的期限" in citizen.inner_text("main")
    follow(citizen, "text=我已知道，继续")
    citizen.select_option("#reception", index=1)
    citizen.fill("#name", "王五")
    citizen.fill("#phone", phone)
    follow(citizen, "main >> text=发送验证码")
    citizen.fill("#code", post.code_for(phone))
    follow(citizen, "main >> text=下一步")
    citizen.fill("#content", text)
    follow(citizen, "main >> text=下一步")
    assert text in citizen.inner_text("main")
    follow(citizen, "main >> text=提交信访事项")

    code = citizen.inner_text("#receipt-code")
    assert len(code.replace(" ", "")) == 16
    assert citizen.url.endswith("/public/petition")
    citizen.fill("#text", "应为三号楼的电梯")
    follow(citizen, "text=提交更正")
    assert "更正已收到" in citizen.inner_text("main")

    citizen.goto("/public/receipts")
    citizen.fill("#code", code)
    citizen.fill("#phone_tail", phone[-4:])
    follow(citizen, "main button")
    assert "已经登记" in citizen.inner_text("#standing")
    assert citizen.url.endswith("/public/receipts")
    assert citizen.context.cookies() == []

    items = accepted(staff.get("petition_officer", "/hall/items?limit=100"))["items"]
    [item] = [each for each in items if each["corrections"]]
    assert (item["channel"], item["corrections"][0]["text"]) == ("web", "应为三号楼的电梯")
    case = accepted(staff.get("petition_officer", f"/petitions/{item['case_id']}"))
    assert case["status"] == "registered"


def test_what_is_wrong_is_said_where_it_was_written(citizen: Page) -> None:
    citizen.goto("/public/petition")
    follow(citizen, "text=我已知道，继续")
    citizen.fill("#id_number", "110101199003070012")
    follow(citizen, "main >> text=发送验证码")

    said = citizen.inner_text("main")
    assert "请选择向哪个机关提交" in said
    assert "请填写手机号码" in said
    assert "公民身份号码无效" in said
    assert citizen.input_value("#id_number") == "110101199003070012"


def test_a_wrong_code_leads_back_to_the_code(citizen: Page, post: Post) -> None:
    phone = a_number()
    citizen.goto("/public/petition")
    follow(citizen, "text=我已知道，继续")
    citizen.select_option("#reception", index=1)
    citizen.fill("#name", "王五")
    citizen.fill("#phone", phone)
    follow(citizen, "main >> text=发送验证码")
    wrong = "000000" if post.code_for(phone) != "000000" else "111111"
    citizen.fill("#code", wrong)
    follow(citizen, "main >> text=下一步")
    citizen.fill("#content", "路灯不亮")
    follow(citizen, "main >> text=下一步")
    follow(citizen, "main >> text=提交信访事项")

    assert citizen.inner_text("h1") == "请填写验证码"
    assert "不正确或者已过期" in citizen.inner_text("[role=alert]")
    citizen.fill("#code", post.code_for(phone))
    for _ in range(2):
        follow(citizen, "main >> text=下一步")
    follow(citizen, "main >> text=提交信访事项")
    assert citizen.locator("#receipt-code").count() == 1


def test_the_same_id_sent_twenty_times_at_once_is_one_petition(
    hall: Stack, post: Post, reception: str, staff: Officers
) -> None:
    to, code = proven(hall, post)
    body = a_petition(reception, to, code)

    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda _: public(hall, "/petitions", body), range(20)))
    # What came too early for its own first try is sent again, as a browser would.
    last = public(hall, "/petitions", body)

    assert last.status_code == 201, last.json()
    receipts = {a.json()["receipt"]["code"] for a in answers if a.status_code == 201}
    assert receipts <= {last.json()["receipt"]["code"]}
    search = {"q": body["content"].split()[-1], "limit": 10}
    found = accepted(staff.post("petition_officer", "/petitions/search", search))["items"]
    assert len(found) == 1


def test_a_code_is_good_for_one_petition(hall: Stack, post: Post, reception: str) -> None:
    to, code = proven(hall, post)
    assert public(hall, "/petitions", a_petition(reception, to, code)).status_code == 201

    again = public(hall, "/petitions", a_petition(reception, to, code))

    assert (again.status_code, list(again.json()["errors"])) == (422, ["code"])


def test_a_petition_that_was_refused_is_mended_under_the_same_code(
    hall: Stack, post: Post, reception: str
) -> None:
    to, code = proven(hall, post)
    body = a_petition(reception, to, code, act={"kind": "penalty", "made_on": "2090-01-01"})
    refused = public(hall, "/petitions", body)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["act.made_on"])

    del body["act"]

    assert public(hall, "/petitions", body).status_code == 201


def test_five_wrong_tries_end_a_code(hall: Stack, post: Post, reception: str) -> None:
    to, code = proven(hall, post)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        refused = public(hall, "/petitions", a_petition(reception, to, wrong))
        assert refused.status_code == 422

    late = public(hall, "/petitions", a_petition(reception, to, code))

    assert late.json()["errors"] == refused.json()["errors"]


def test_the_number_that_was_proven_is_the_one_of_the_petition(
    hall: Stack, post: Post, reception: str
) -> None:
    to, code = proven(hall, post)
    other = [{"name": "王五", "phone": a_number()}]

    refused = public(hall, "/petitions", a_petition(reception, to, code, petitioners=other))

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["petitioners.0.phone"])
    assert public(hall, "/petitions", a_petition(reception, to, code)).status_code == 201


def test_a_second_code_within_a_minute_has_to_wait(hall: Stack, post: Post) -> None:
    to, _ = proven(hall, post)

    refused = public(hall, "/codes", {"to": to})

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_a_receipt_is_guessed_by_corrections_no_more_often_than_by_asking(
    hall: Stack, post: Post, reception: str
) -> None:
    to, code = proven(hall, post)
    receipt = public(hall, "/petitions", a_petition(reception, to, code)).json()["receipt"]["code"]
    wrong = [f"{(int(to[-4:]) + n) % 10**4:04d}" for n in range(1, 12)]

    def corrected(place: str, tail: str) -> int:
        body = {"id": uuid.uuid4().hex, "receipt_code": receipt, "phone_tail": tail, "text": "更正"}
        with from_place(place) as session:
            return session.post(f"{hall.address}/api/v1/public/corrections", json=body).status_code

    answers = [corrected(f"127.0.8.{n}", tail) for n, tail in enumerate(wrong, start=1)]

    assert answers == [*[404] * 10, 429]
    # Nor is it asked for any more, from wherever.
    with from_place("127.0.8.99") as session:
        address = f"{hall.address}/api/v1/public/receipts/{receipt}"
        assert session.get(address, params={"phone_tail": to[-4:]}).status_code == 429


def test_of_twenty_that_ask_for_a_code_at_once_one_is_sent_it(hall: Stack, post: Post) -> None:
    to = a_number()

    with ThreadPoolExecutor(20) as many:
        found = list(many.map(lambda _: public(hall, "/codes", {"to": to}).status_code, range(20)))

    assert sorted(found) == [202, *[429] * 19]
    assert [each["to"] for each in post.sent].count(to) == 1


@pytest.mark.parametrize("to", ["", "12", "王五", "a@", "13800138000、13900139000x"])
def test_a_code_goes_to_a_number_or_a_mailbox(hall: Stack, to: str) -> None:
    refused = public(hall, "/codes", {"to": to})

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["to"])


def test_a_hook_that_refuses_is_said_and_nothing_else_breaks(hall: Stack, post: Post) -> None:
    to = a_number()
    post.status = 500
    try:
        refused = public(hall, "/codes", {"to": to})
    finally:
        post.status = 204

    assert refused.status_code == 503
    assert "验证码" in refused.json()["detail"]
    # What was never sent makes nobody wait.
    assert public(hall, "/codes", {"to": to}).status_code == 202


def test_an_agency_that_takes_none_in_browsers_is_refused(
    hall: Stack, post: Post, staff: Officers
) -> None:
    in_a_hall = {"place": "政务大厅 9 号机", "agency": AGENCY, "region": "120101"}
    terminal = accepted(staff.post("admin", "/terminals", in_a_hall))["id"]
    to, code = proven(hall, post)

    refused = public(hall, "/petitions", a_petition(terminal, to, code))

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reception"])
    assert terminal not in {each["id"] for each in public(hall, "/receptions").json()["items"]}


def test_neither_codes_nor_numbers_are_kept_or_logged_in_clear(hall: Stack, post: Post) -> None:
    to, code = proven(hall, post)

    kept = b"".join(
        each.read_bytes() for each in Path(hall.credentials).parent.rglob("*") if each.is_file()
    )

    assert to.encode() not in kept
    assert json.dumps(code).encode() not in kept


def test_the_pages_have_no_barrier(browser: Browser, hall: Stack, post: Post) -> None:
    accounts = json.loads(hall.credentials.read_text())["officers"]
    with Workbench.open(browser, hall.address, accounts) as bench:
        bench.go("/public/receipts").has_no_barrier()
        bench.go("/public/petition").has_no_barrier()
        bench.click("text=我已知道，继续")
        bench.has_no_barrier()
        bench.page.select_option("#reception", index=1)
        bench.page.fill("#name", "王五")
        phone = a_number()
        bench.page.fill("#phone", phone)
        bench.click("main >> text=发送验证码")
        bench.has_no_barrier()
        bench.page.fill("#code", post.code_for(phone))
        bench.click("main >> text=下一步")
        bench.page.fill("#content", "路灯不亮")
        bench.click("main >> text=下一步")
        bench.has_no_barrier()
        bench.click("main >> text=提交信访事项")
        bench.has_no_barrier()
        bench.nothing_went_wrong()


def test_petitions_from_one_place_are_bounded(hall: Stack, reception: str) -> None:
    most = int(PETITIONS_PER_PLACE.partition(" ")[0])
    wrong = a_petition(reception, a_number(), "000000")
    with from_place("127.0.7.2") as session:
        address = f"{hall.address}/api/v1/public/petitions"
        answers = [session.post(address, json=wrong).status_code for _ in range(most + 1)]

    assert answers == [*[422] * most, 429]
