"""Systems outside that know nothing but the page for integrators speak to an installation."""

from __future__ import annotations

import base64
import io
import json
import re
import runpy
import uuid
from pathlib import Path
from typing import Any, Protocol

import pytest
import requests
from PIL import Image

from deploy.embedded.stack import Stack
from shared.legal_day import today
from tests.support.events import eventually
from tests.support.stack import Officers, accepted

PAGE = Path(__file__).resolve().parents[2] / "docs" / "integrators.md"
_SAVED = io.BytesIO()
Image.new("RGB", (40, 30), "white").save(_SAVED, "PNG")
PICTURE = _SAVED.getvalue()
_CLIENT = re.compile(r"```python\n(?P<client>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The class `Partner` as the page prints it."""
    found = _CLIENT.search(PAGE.read_text("utf-8"))
    assert found is not None
    script = tmp_path_factory.mktemp("client") / "client.py"
    script.write_text(found["client"], "utf-8")
    return runpy.run_path(str(script))["Partner"]


class Outside(Protocol):
    """Registers a partner; returns the system that speaks with its secret."""

    def __call__(self, kind: str, **changes: Any) -> Any: ...


@pytest.fixture(scope="module")
def registered(stack: Stack, officers: Officers, printed: Any) -> Outside:
    def register(kind: str, **changes: Any) -> Any:
        body = {"name": f"{kind} {uuid.uuid4().hex[:8]}", "kind": kind, "speaks_for": [], **changes}
        told = accepted(officers.post("admin", "/partners", body))
        return printed(f"{stack.address}/api/v1", told["secret"])

    return register


@pytest.fixture(scope="module")
def admin_agency(officers: Officers) -> str:
    code: str = accepted(officers.get("admin", "/me"))["agency"]["code"]
    return code


def a_petition(agency: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": "petition_handed_in",
        "agency": {"code": agency},
        "number": f"JT{uuid.uuid4().hex[:10].upper()}",
        "received_as": "agency",
        "petitioners": [{"name": "王小明", "phone": "13800138000"}],
        "content": "路灯坏了三个月，多次反映没有人修",
        **changes,
    }


def test_a_hotline_hands_a_petition_in_and_asks_how_it_stands(
    registered: Outside, officers: Officers, admin_agency: str
) -> None:
    hotline = registered("hotline")
    notice = a_petition(admin_agency)

    sent = hotline.send(notice)

    assert sent.status_code == 202, sent.text
    taken = sent.json()
    case = officers.case("petitions", taken["id"])
    facts = case["facts"]
    assert (facts["channel"], facts["received_on"]) == ("phone", today().isoformat())
    assert facts["sender_number"] == notice["number"]
    asked = hotline.fetch(f"petitions/{taken['id']}").json()
    assert (asked["number"], asked["status"]) == (notice["number"], "registered")
    assert [clock["rule"] for clock in asked["clocks"]] == ["XF-02"]
    assert "王小明" not in str(asked)


def test_papers_follow_what_a_partner_handed_in(
    registered: Outside, officers: Officers, admin_agency: str
) -> None:
    hotline = registered("hotline")
    case = hotline.send(a_petition(admin_agency)).json()["id"]

    sent = hotline.send_paper("路灯.png", PICTURE, case=case)

    assert sent.status_code == 202, sent.text
    again = hotline.send_paper("路灯.png", PICTURE, case=case)
    assert again.json() == sent.json()
    listed = accepted(officers.get("petition_officer", f"/petitions/{case}/attachments"))
    (paper,) = listed["items"]
    assert (paper["name"], paper["sha256"]) == ("路灯.png", sent.json()["sha256"])
    strange = hotline.send_paper("run.exe", b"MZ" + bytes(200), case=case)
    assert strange.status_code == 422, strange.text
    other = registered("hotline").send_paper("路灯.png", PICTURE, case=case)
    assert other.status_code == 404


def test_a_paper_of_another_content_than_was_signed_is_refused(
    registered: Outside, admin_agency: str
) -> None:
    hotline = registered("hotline")
    case = hotline.send(a_petition(admin_agency)).json()["id"]
    notice = {"case": case, "name": "路灯.png", "sha256": "0" * 64}
    body = json.dumps(notice)
    named = {"Concord-Notice": base64.b64encode(body.encode()).decode()}

    def sends(headers: dict[str, str]) -> requests.Response:
        address = f"{hotline.api}/partner/papers"
        return requests.post(address, data=PICTURE, headers=headers, timeout=30)

    changed = sends(named | hotline.signed(body))
    assert (changed.status_code, list(changed.json()["errors"])) == (422, ["sha256"])
    unsigned = sends(named | hotline.signed(""))
    assert unsigned.status_code == 401
    unreadable = sends({"Concord-Notice": "no base64", **hotline.signed(body)})
    assert unreadable.status_code == 400
    no_json = base64.b64encode(b"[").decode()
    assert sends({"Concord-Notice": no_json, **hotline.signed("[")}).status_code == 400


def test_what_is_sent_again_is_one_petition(registered: Outside, admin_agency: str) -> None:
    hotline = registered("hotline")
    notice = a_petition(admin_agency)
    first, second = hotline.send(notice), hotline.send(notice)

    assert first.json() == second.json()
    other = hotline.send({**notice, "content": "另一件事"})
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert "number" in other.json()["errors"]


def test_what_a_service_refuses_can_be_mended_under_the_same_number(
    registered: Outside, admin_agency: str
) -> None:
    hotline = registered("hotline")
    notice = a_petition(admin_agency)

    refused = hotline.send({**notice, "title": "请回电 13800138000"})

    assert refused.status_code == 422
    assert "title" in refused.json()["errors"]
    assert hotline.send(notice).status_code == 202


def test_a_procuratorate_sends_a_suggestion_and_fetches_the_reply(
    registered: Outside, officers: Officers, admin_agency: str
) -> None:
    procuratorate = registered("procuratorate", speaks_for=["示范区人民检察院"])
    number = f"示检建〔2026〕{uuid.uuid4().int % 100_000}号"
    notice = {
        "type": "suggestion_sent",
        "agency": {"code": admin_agency},
        "kind": "public_interest",
        "suggestion_number": number,
        "issuer": "示范区人民检察院",
        "content": "依法履行监管职责",
        "served_on": "2026-10-12",
    }

    taken = procuratorate.send(notice).json()

    case = officers.case("litigations", taken["id"])
    clocks = {clock["rule"]: clock["due_on"] for clock in case["clocks"]}
    assert clocks["SS-30"] == "2026-12-14"  # 12-12 is a Saturday
    assert procuratorate.fetch(f"suggestions/{taken['id']}").json()["replies"] == []
    officers.act(
        "litigations",
        taken["id"],
        "reply_suggestion",
        {"suggestion_number": number, "outcome": "adopted", "content": "已责令整改"},
    )
    (reply,) = procuratorate.fetch(f"suggestions/{taken['id']}").json()["replies"]
    assert reply == {"on": today().isoformat(), "outcome": "adopted", "content": "已责令整改"}
    other = procuratorate.send({**notice, "issuer": "另一检察院", "suggestion_number": "另一号"})
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")


@pytest.fixture
def body_name(officers: Officers) -> str:
    name = f"示范区法律援助中心{uuid.uuid4().hex[:6]}"
    accepted(officers.post("admin", "/outside-bodies", {"kind": "legal_aid", "name": name}))
    return name


@pytest.fixture
def referral(officers: Officers, body_name: str) -> str:
    """A petition that an officer refers to the body; the id of the referral."""
    case = officers.open(
        "petitions",
        {
            "channel": "visit",
            "received_as": "agency",
            "received_on": "2026-11-02",
            "petitioners": [{"name": "李四"}],
            "content": "请求法律援助",
        },
    )
    bodies = accepted(officers.get("petition_officer", "/outside-bodies?kind=legal_aid"))["items"]
    (body,) = (each["id"] for each in bodies if each["name"] == body_name)
    asked = {
        "track": "petition",
        "case_id": case["id"],
        "body": body,
        "subject": "申请法律援助",
        "reason": "经济困难，需要代理",
    }
    # Coordination hears of the case a moment after it is registered.
    made = eventually(
        lambda: (
            found.body["id"]
            if (found := officers.post("petition_officer", "/outside-referrals", asked)).status
            == 201
            else None
        )
    )
    return str(made)


def test_a_body_fetches_what_was_referred_to_it_and_answers_it_itself(
    registered: Outside, officers: Officers, body_name: str, referral: str
) -> None:
    centre = registered("legal_aid", speaks_for=[body_name])

    (waiting,) = centre.fetch("referrals").json()["items"]

    assert (waiting["id"], waiting["state"]) == (referral, "offered")
    assert (waiting["subject"], waiting["body"]["name"]) == ("申请法律援助", body_name)
    taken = centre.send(
        {"type": "referral_taken", "referral": referral, "reference": "援〔2026〕1号"}
    )
    assert (taken.status_code, taken.json()["status"]) == (202, "taken")
    ended = {
        "type": "referral_concluded",
        "referral": referral,
        "outcome": "resolved",
        "text": "已指派律师代理",
    }
    assert centre.send(ended).json()["status"] == "concluded"
    assert centre.fetch("referrals").json() == {"items": []}
    seen = accepted(officers.get("petition_officer", f"/outside-referrals/{referral}"))
    assert (seen["reference"], seen["outcome"]["text"]) == ("援〔2026〕1号", "已指派律师代理")
    assert [step["actor"]["role"] for step in seen["history"]][1:] == ["legal_aid", "legal_aid"]
    late = centre.send({"type": "referral_declined", "referral": referral, "reason": "材料不全"})
    assert (late.status_code, late.json()["code"]) == (409, "command-not-allowed")


def test_what_was_referred_to_another_body_is_not_there(registered: Outside, referral: str) -> None:
    other = registered("legal_aid", speaks_for=["另一法律援助中心"])
    same_name = registered("arbitration", speaks_for=["示范区法律援助中心"])

    for stranger in (other, same_name):
        assert stranger.fetch("referrals").json() == {"items": []}
        answer = stranger.send({"type": "referral_taken", "referral": referral})
        assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("referral_id", ["..", "a/b", "a?b", "", "é"])
def test_an_id_that_no_referral_can_have_is_refused_at_its_field(
    registered: Outside, referral_id: str
) -> None:
    centre = registered("legal_aid", speaks_for=["示范区法律援助中心"])

    answer = centre.send({"type": "referral_taken", "referral": referral_id})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["referral"])


KINDS = {
    "court": [],
    "procuratorate": [],
    "legal_aid": ["示范区法律援助中心"],
    "arbitration": ["示范区仲裁委员会"],
    "hotline": [],
}
_MAY = {
    "petition_handed_in": {"hotline"},
    "suggestion_sent": {"procuratorate"},
    "referral_taken": {"legal_aid", "arbitration"},
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_kind_may_what_another_may(registered: Outside, admin_agency: str, kind: str) -> None:
    partner = registered(kind, speaks_for=KINDS[kind])
    notices = {
        "petition_handed_in": a_petition(admin_agency),
        "suggestion_sent": {
            "type": "suggestion_sent",
            "agency": {"code": admin_agency},
            "kind": "procuratorial",
            "suggestion_number": "示检建〔2026〕0号",
        },
        "referral_taken": {"type": "referral_taken", "referral": "nothing"},
    }
    for name, notice in notices.items():
        answer = partner.send(notice)
        assert (answer.status_code == 403) == (kind not in _MAY[name]), answer.text
    if kind not in {"legal_aid", "arbitration"}:
        assert partner.fetch("referrals").status_code == 403
    if kind != "hotline":
        assert partner.fetch("petitions/nothing").status_code == 403
    if kind != "procuratorate":
        assert partner.fetch("suggestions/nothing").status_code == 403


def test_a_right_that_was_not_given_is_not_there(registered: Outside, admin_agency: str) -> None:
    hotline = registered("hotline", rights=["petitions"])
    taken = hotline.send(a_petition(admin_agency)).json()

    answer = hotline.fetch(f"petitions/{taken['id']}")

    assert answer.status_code == 403
    assert "查询其转来事项的进度" in answer.json()["detail"]


def test_of_what_another_partner_sent_nothing_is_told(
    registered: Outside, admin_agency: str
) -> None:
    taken = registered("hotline").send(a_petition(admin_agency)).json()
    other = registered("hotline")

    assert other.fetch(f"petitions/{taken['id']}").status_code == 404


def test_the_court_s_door_stays_closed_to_others(stack: Stack, registered: Outside) -> None:
    address = f"{stack.address}/api/v1/court/cases/1/submissions"

    answer = requests.get(address, headers=registered("hotline").signed(""), timeout=30)

    assert answer.status_code == 403
