"""A court sends papers with its case: into the file, once, and nothing of an unproven sender."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from services.liaison.partners import NewPartner
from tests.gateway.court_hall import Hall, a_number
from tests.gateway.court_messages import SECRET, assigned, docketed, encoded, signed
from tests.gateway.office import AGENCY, Office

PAPERS = "/api/v1/court/papers"


def a_picture() -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(saved, "PNG")
    return saved.getvalue()


def sends(
    hall: Hall, number: str, content: bytes, *, secret: str = SECRET, **changes: Any
) -> TestResponse:
    notice = {
        "agency": {"code": AGENCY["agency_code"]},
        "court_case_no": number,
        "name": "起诉状副本.png",
        "sha256": hashlib.sha256(content).hexdigest(),
        **changes,
    }
    body = encoded(notice)
    headers = {
        "Accept-Language": "en",
        "Concord-Notice": base64.b64encode(body).decode(),
        **signed(secret, body),
    }
    return hall.client.post(
        PAPERS, data=content, headers=headers, content_type="application/octet-stream"
    )


def papers_of(hall: Hall, collection: str, case: str, role: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hall.officer(f"{collection}/{case}/attachments", role=role)[
        "items"
    ]
    return found


def test_a_paper_comes_into_the_file_of_the_suit_once(hall: Hall) -> None:
    number = a_number()
    case = hall.takes(docketed(number))["id"]
    content = a_picture()

    first, second = sends(hall, number, content), sends(hall, number, content)

    assert (first.status_code, second.status_code) == (202, 202), first.get_json()
    assert first.get_json() == second.get_json()
    (paper,) = papers_of(hall, "litigations", case, "litigation_officer")
    assert (paper["name"], paper["sha256"]) == ("起诉状副本.png", first.get_json()["sha256"])


def test_a_paper_of_an_assigned_mediation_comes_into_its_file(hall: Hall) -> None:
    number = a_number()
    case = hall.takes(assigned(number))["id"]

    assert sends(hall, number, a_picture()).get_json()["track"] == "mediation"
    assert len(papers_of(hall, "mediations", case, "mediator")) == 1


def test_a_paper_is_refused_in_the_language_of_its_sender(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    refused = sends(hall, number, b"MZ" + bytes(500))

    assert refused.status_code == 422
    assert refused.get_json()["title"].isascii()


def test_what_no_case_can_hold_is_refused(hall: Hall, court_office: Office) -> None:
    number = a_number()
    case = hall.takes(docketed(number))["id"]
    content = a_picture()
    new = NewPartner("只读平台", rights=["submissions"])
    _, without_right = court_office.partners.add(new, by="gao")

    refusals = {
        "no case of this number": sends(hall, a_number(), content),
        "another content": sends(hall, number, content, sha256="0" * 64),
        "a program": sends(hall, number, b"MZ" + bytes(200)),
        "another secret": sends(hall, number, content, secret=f"whsec_{'A' * 43}="),
        "no right": sends(hall, number, content, secret=without_right),
        "a name that says nothing": sends(hall, number, content, name=""),
    }

    statuses = {why: answer.status_code for why, answer in refusals.items()}
    assert statuses == {
        "no case of this number": 404,
        "another content": 422,
        "a program": 422,
        "another secret": 401,
        "no right": 403,
        "a name that says nothing": 422,
    }
    assert papers_of(hall, "litigations", case, "litigation_officer") == []


def test_more_than_a_paper_may_have_is_not_read(hall: Hall) -> None:
    number = a_number()
    hall.takes(docketed(number))

    answer = sends(hall, number, bytes(51 * 1024 * 1024))

    assert answer.status_code == 413
