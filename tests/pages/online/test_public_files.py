"""A citizen adds files to what was handed in: with the receipt, on its page or later."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Page

from deploy.embedded.stack import Stack
from tests.support.browser import follow
from tests.support.online_hall import Post, a_petition, proven, public
from tests.support.stack import Officers, accepted, from_place


def a_picture(colour: str = "white") -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(saved, "PNG")
    return saved.getvalue()


class Receipt:
    """A petition that was handed in, and what its receipt opens."""

    def __init__(self, hall: Stack, post: Post, reception: str) -> None:
        self.hall = hall
        to, code = proven(hall, post)
        taken = public(hall, "/petitions", a_petition(reception, to, code)).json()
        self.case, self.code, self.tail = taken["id"], taken["receipt"]["code"], to[-4:]

    def sends(self, content: bytes, name: str = "照片.png", **changes: Any) -> requests.Response:
        said = {"id": uuid.uuid4().hex, "name": name, **changes}
        tail = said.pop("tail", self.tail)
        with from_place(said.pop("place", "127.0.9.1")) as session:
            return session.post(
                f"{self.hall.address}/api/v1/public/receipts/{self.code}/files",
                params={"phone_tail": tail},
                data={"item": json.dumps(said)},
                files={"file": ("file", content)},
                timeout=60,
            )


@pytest.fixture
def receipt(hall: Stack, post: Post, reception: str) -> Receipt:
    return Receipt(hall, post, reception)


def papers_of(staff: Officers, case: str) -> list[str]:
    listed = accepted(staff.get("petition_officer", f"/petitions/{case}/attachments"))
    return [each["name"] for each in listed["items"]]


def test_a_file_becomes_an_attachment_of_the_petition_once(
    receipt: Receipt, staff: Officers
) -> None:
    file_id = uuid.uuid4().hex
    first = receipt.sends(a_picture(), id=file_id)
    second = receipt.sends(a_picture(), id=file_id)

    assert first.status_code == 200, first.text
    assert first.json() == second.json() == {"id": file_id, "state": "attached", "why": None}
    assert papers_of(staff, receipt.case) == ["照片.png"]


def test_what_the_track_does_not_take_is_said(receipt: Receipt, staff: Officers) -> None:
    answer = receipt.sends(b"MZ" + bytes(200), "run.exe").json()

    assert answer["state"] == "refused"
    assert answer["why"]
    assert papers_of(staff, receipt.case) == []


def test_a_petition_has_no_more_files_than_the_hall_takes(receipt: Receipt) -> None:
    answers = [receipt.sends(a_picture(f"#0000{n}0")).status_code for n in range(6)]

    assert answers == [*[200] * 5, 409]


def test_without_the_receipt_nothing_is_taken_and_it_is_guessed_as_often_as_by_asking(
    receipt: Receipt, staff: Officers
) -> None:
    wrong = [f"{(int(receipt.tail) + n) % 10**4:04d}" for n in range(1, 12)]

    answers = [
        receipt.sends(a_picture(), tail=tail, place=f"127.0.10.{n}").status_code
        for n, tail in enumerate(wrong, start=1)
    ]

    assert answers == [*[404] * 10, 429]
    assert papers_of(staff, receipt.case) == []


def test_a_file_that_is_too_large_is_refused(receipt: Receipt) -> None:
    assert receipt.sends(bytes(11 * 1024 * 1024)).status_code == 413


def test_files_are_added_on_the_page_of_a_receipt(
    citizen: Page, receipt: Receipt, staff: Officers, tmp_path: Path
) -> None:
    picture, program = tmp_path / "路灯.png", tmp_path / "run.exe"
    picture.write_bytes(a_picture())
    program.write_bytes(b"MZ" + bytes(200))
    citizen.goto("/public/receipts")
    citizen.fill("#code", receipt.code)
    citizen.fill("#phone_tail", receipt.tail)
    follow(citizen, "main form:has(#phone_tail) button")

    citizen.set_input_files("#file", picture)
    follow(citizen, "main >> role=button[name='提交材料']")
    assert "“路灯.png”已收到" in citizen.inner_text("main")
    citizen.set_input_files("#file", program)
    follow(citizen, "main >> role=button[name='提交材料']")

    assert citizen.locator("[role=alert]").inner_text()
    assert papers_of(staff, receipt.case) == ["路灯.png"]
    assert receipt.tail not in citizen.url
    assert citizen.context.cookies() == []


def test_a_page_says_that_a_file_is_too_large(
    citizen: Page, receipt: Receipt, tmp_path: Path
) -> None:
    large = tmp_path / "大.png"
    large.write_bytes(bytes(12 * 1024 * 1024))
    citizen.goto("/public/receipts")
    citizen.fill("#code", receipt.code)
    citizen.fill("#phone_tail", receipt.tail)
    follow(citizen, "main form:has(#phone_tail) button")

    citizen.set_input_files("#file", large)
    follow(citizen, "main >> role=button[name='提交材料']")

    assert "文件过大：最多 10 MB" in citizen.inner_text("main")
