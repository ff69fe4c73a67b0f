"""The track of the page on adding one, added as it stands there and nowhere else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tenacity import retry, stop_after_delay, wait_fixed

from deploy.pictures import opened_browser
from tests.deploy.launching import ROOT, a_launcher
from tests.pages.workbench import Workbench
from tests.support.browser import need_chromium
from tests.support.stack import Officers, accepted, days_ago

pytestmark = pytest.mark.timeout(900)  # a whole installation on a machine that may be busy
PAGE = ROOT / "docs" / "adding-a-track.md"
ROOMS = ("shared", "services", "gateway", "deploy")
ROLE, COLLECTION = "adjudicator", "adjudications"
APPLICATION: dict[str, Any] = {
    "received_on": days_ago(12),
    "applicants": [{"name": "张三"}],
    "respondents": [{"name": "李四"}],
    "request": "确认土地权属",
}
_FILE = re.compile(
    r"^`(?P<name>services/adjudication/[\w.]+)`[^\n]*\n\n```\w+\n(?P<content>.*?)```",
    re.DOTALL | re.MULTILINE,
)
soon = retry(stop=stop_after_delay(60), wait=wait_fixed(0.3), reraise=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with the folder of the page in it, and no other difference."""
    folder = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for found in _FILE.finditer(PAGE.read_text("utf-8")):
        written = folder / found["name"]
        written.parent.mkdir(exist_ok=True)
        written.write_text(found["content"], "utf-8")
    return folder


@pytest.fixture(scope="module")
def officers(house: Path) -> Iterator[Officers]:
    """The officers whom the installation made for itself at its first start."""
    with a_launcher(house / "var", 0, house) as launcher:
        launcher.await_ready()
        facts = launcher.facts()
        passwords = json.loads(Path(facts["credentials"]).read_text("utf-8"))["officers"]
        officers = Officers(facts["address"], passwords)
        yield officers
        officers.close()


@pytest.fixture(scope="module")
def case(officers: Officers) -> dict[str, Any]:
    """A petition led to adjudication, and the application that the person made there."""
    petition = officers.open(
        "petitions",
        {
            "channel": "visit",
            "received_as": "petition_office",
            "received_on": days_ago(20),
            "petitioners": [{"name": "张三"}],
            "content": "土地权属争议",
        },
    )
    item = {"kind": "appeal", "article31_item": 4, "legal_path": "行政裁决"}
    officers.act("petitions", petition["id"], "classify", {"on": days_ago(19), **item})
    officers.act("petitions", petition["id"], "accept", {"on": days_ago(18)})
    referred = {"on": days_ago(15), "to": "adjudication", "reason": "依法申请裁决"}
    officers.act("petitions", petition["id"], "refer", referred)
    application = {"matter_id": petition["matter_id"], **APPLICATION}
    opened = accepted(officers.post(ROLE, f"/{COLLECTION}", application))
    for command, body in (
        ("accept", {"on": days_ago(10)}),
        ("decide", {"on": days_ago(5), "outcome": "granted", "performance_due_on": days_ago(-30)}),
    ):
        path = f"/{COLLECTION}/{opened['id']}/{command}"
        opened = accepted(officers.post(ROLE, path, body))
    return dict(opened)


def test_its_officer_reads_the_case_and_an_officer_of_another_track_does_not(
    officers: Officers, case: dict[str, Any]
) -> None:
    assert officers.get(ROLE, f"/{COLLECTION}/{case['id']}").body["status"] == "decided"
    assert officers.get("mediator", f"/{COLLECTION}/{case['id']}").status == 403


def test_its_case_stands_in_the_matter_and_the_referral_is_taken_up(
    officers: Officers, case: dict[str, Any]
) -> None:
    @soon
    def found() -> None:
        matter = accepted(officers.get("supervisor", f"/matters/{case['matter_id']}"))
        tracks = {each["track"]: each["status"] for each in matter["cases"]}
        assert tracks == {"petition": "referred", "adjudication": "decided"}
        (referral,) = accepted(officers.get("petition_officer", "/referrals"))["items"]
        assert referral["to"]["case"]["number"] == case["number"]
        assert referral["taken_on"] == days_ago(12)

    found()


def test_its_clock_stands_in_the_docket(officers: Officers, case: dict[str, Any]) -> None:
    @soon
    def found() -> None:
        (clock,) = accepted(officers.get(ROLE, "/clocks?track=adjudication"))["items"]
        assert (clock["number"], clock["due_on"]) == (case["number"], days_ago(-30))

    found()


@pytest.mark.usefixtures("case")
def test_its_case_is_counted_in_the_reports(officers: Officers) -> None:
    @soon
    def found() -> None:
        report = accepted(officers.get("supervisor", f"/reports/daily?on={days_ago(12)}"))
        names = [each["name"]["zh"] for each in report["in"]["by_track"]]
        assert "行政裁决" in names

    found()


def test_a_case_that_was_registered_twice_is_withdrawn_and_left_out(
    officers: Officers, case: dict[str, Any]
) -> None:
    twice = {**APPLICATION, "matter_id": case["matter_id"]}
    doubled = accepted(officers.post(ROLE, f"/{COLLECTION}", twice))
    at = f"/{COLLECTION}/{doubled['id']}"

    withdrawn = accepted(officers.post(ROLE, f"{at}/withdraw_case", {"reason": "重复登记"}))

    assert withdrawn["status"] == "entered_by_mistake"
    listed = accepted(officers.get(ROLE, f"/{COLLECTION}"))["items"]
    assert [each["id"] for each in listed] == [case["id"]]

    @soon
    def left_out() -> None:
        matter = accepted(officers.get("supervisor", f"/matters/{case['matter_id']}"))
        assert doubled["id"] not in {each["case_id"] for each in matter["cases"]}

    left_out()


def test_the_documentation_describes_its_commands(officers: Officers) -> None:
    document = accepted(officers.get(ROLE, "/openapi.json"))

    assert {
        f"/api/v1/{COLLECTION}",
        f"/api/v1/{COLLECTION}/{{case_id}}/accept",
        f"/api/v1/{COLLECTION}/{{case_id}}/decide",
    } <= document["paths"].keys()


def test_its_officer_sees_the_case_on_the_pages(officers: Officers, case: dict[str, Any]) -> None:
    need_chromium()
    with (
        opened_browser() as browser,
        Workbench.open(browser, officers.address, officers.passwords) as workbench,
    ):
        workbench.as_officer(ROLE).go(f"/{COLLECTION}")
        assert case["number"] in workbench.text

        workbench.go(f"/{COLLECTION}/{case['id']}")
        assert "已裁决" in workbench.text
        assert "裁决承办人" in workbench.text


def test_it_runs_in_containers_and_is_drawn_as_the_others_are(house: Path) -> None:
    for command in (("deploy.compose", "compose.yml"), ("deploy.diagrams", ".")):
        subprocess.run([sys.executable, "-m", *command], cwd=house, check=True, timeout=120)

    written = yaml.safe_load((house / "compose.yml").read_text("utf-8"))
    assert {"adjudication-web", "adjudication-worker"} <= written["services"].keys()
    drawn = (house / "procedures" / "adjudication.md").read_text("utf-8")
    assert "filed --> accepted: accept" in drawn
