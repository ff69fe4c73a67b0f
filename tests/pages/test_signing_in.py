"""Signing in and out of the workbench."""

from __future__ import annotations

from typing import Any

import requests

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench


def test_an_officer_signs_in_and_sees_her_own_work(workbench: Workbench) -> None:
    workbench.sign_in("litigation_officer")

    assert workbench.page.url == f"{workbench.address}/"
    assert "应诉承办人" in workbench.page.inner_text("h1")
    cookies = workbench.context.cookies()
    session = next(each for each in cookies if each["name"] == "__Host-workbench")
    assert session["httpOnly"]
    assert session["secure"]
    assert session["sameSite"] == "Lax"


def test_a_wrong_password_says_so_and_keeps_the_username(workbench: Workbench) -> None:
    workbench.go("/sign-in")
    workbench.page.fill("#username", "mediator")
    workbench.page.fill("#password", "wrong")
    workbench.follow("main form button")

    assert "用户名或口令不正确" in workbench.text
    assert workbench.page.input_value("#username") == "mediator"


def test_signing_in_leads_to_the_page_that_was_asked_for(workbench: Workbench) -> None:
    workbench.go("/mediations?sort=-created")
    assert "/sign-in" in workbench.page.url
    workbench.page.fill("#username", workbench.accounts["mediator"]["username"])
    workbench.page.fill("#password", workbench.accounts["mediator"]["password"])
    workbench.follow("main form button")

    assert workbench.page.url.endswith("/mediations?sort=-created")


def test_signing_in_never_leads_to_another_site(workbench: Workbench) -> None:
    workbench.go("/sign-in?next=//example.org/")
    workbench.page.fill("#username", workbench.accounts["mediator"]["username"])
    workbench.page.fill("#password", workbench.accounts["mediator"]["password"])
    workbench.follow("main form button")

    assert workbench.page.url == f"{workbench.address}/"


def test_after_signing_out_the_old_cookie_opens_nothing(workbench: Workbench) -> None:
    workbench.sign_in("mediator")
    old: list[Any] = list(workbench.context.cookies())
    workbench.follow("text=退出")
    workbench.context.add_cookies(old)
    workbench.go("/mediations")

    assert "/sign-in" in workbench.page.url


def test_signing_in_changes_the_id_of_the_session(workbench: Workbench) -> None:
    workbench.go("/sign-in")
    before = {each["value"] for each in workbench.context.cookies()}
    workbench.sign_in("mediator")

    assert before.isdisjoint(each["value"] for each in workbench.context.cookies())


def test_no_form_is_taken_without_its_token_or_from_another_site(stack: Stack) -> None:
    with requests.Session() as browser:
        browser.get(f"{stack.address}/sign-in", timeout=30)
        credentials = {"username": "mediator", "password": "x"}
        without = browser.post(f"{stack.address}/sign-in", data=credentials, timeout=30)
        foreign = browser.post(
            f"{stack.address}/sign-in",
            data=credentials,
            headers={"Origin": "https://example.org"},
            timeout=30,
        )

    assert without.status_code == 403
    assert "表单已失效" in without.text
    assert foreign.status_code == 403


def test_a_page_is_chosen_in_english_and_stays_so(workbench: Workbench) -> None:
    workbench.sign_in("mediator")
    workbench.follow("text=English")

    assert "Nothing to do" in workbench.text
    assert workbench.page.get_attribute("html", "lang") == "en"
    assert "Cases: mediation" in workbench.go("/mediations").text


def test_an_unknown_address_keeps_the_header_of_whoever_is_signed_in(
    workbench: Workbench,
) -> None:
    workbench.as_officer("mediator").go("/nowhere")

    assert "没有找到" in workbench.text
    assert "退出" in workbench.page.inner_text("header")


def test_an_unknown_address_gets_a_page_and_the_api_problem_json(
    stack: Stack, workbench: Workbench
) -> None:
    workbench.go("/nowhere")
    assert "没有找到" in workbench.text

    answer = requests.get(f"{stack.address}/api/v1/nowhere", timeout=30)
    assert answer.headers["Content-Type"] == "application/problem+json"
