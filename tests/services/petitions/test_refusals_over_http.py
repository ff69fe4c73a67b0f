"""A petition led where its item may not go: refused with the article, and nothing changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deploy.secrets import make_secrets
from services.petitions.referral import ITEM_TARGETS
from shared.casework.serving import create_app
from shared.http.identity import IDENTITY_HEADER, Identity, IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.services.petitions.builders import OFFICER, registration
from tests.support.servers import EmbeddedDatabase

ROOT = "/api/v1/petitions"
CALLER = Identity(
    OFFICER.subject, "张三", OFFICER.role, OFFICER.agency_code or "", "示范区信访局", "120101"
)
FORBIDDEN = [
    (item, to)
    for item, targets in ITEM_TARGETS.items()
    for to in sorted(set().union(*ITEM_TARGETS.values()) - set(targets))
]


class Counter:
    """The petition office at its counter."""

    def __init__(self, client: FlaskClient, signer: IdentitySigner, database: Database) -> None:
        self.client = client
        self.database = database
        self._signer = signer

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {
            IDENTITY_HEADER: self._signer.sign(CALLER, "petitions"),
            "Accept-Language": "zh-CN",
        }
        return self.client.post(ROOT + path, json=body, headers=headers)

    def a_petition(self) -> str:
        answer = self.post("", registration())
        assert answer.status_code == 201, answer.get_json()
        return str(answer.get_json()["id"])

    def stored(self) -> dict[str, list[Any]]:
        names = ("petitions", "event_log")
        return {name: list(self.database[name].find().sort("_id", 1)) for name in names}


@pytest.fixture
def counter(server: EmbeddedDatabase, database: Database, tmp_path: Path) -> Counter:
    make_secrets(tmp_path)
    settings = Settings(
        service="petitions",
        database_url=server.url,
        database_name=database.name,
        secrets_dir=tmp_path,
    )
    signer = IdentitySigner(SecretFolder(tmp_path).private_key("gateway"), "gateway")
    return Counter(create_app(settings).test_client(), signer, database)


def test_each_item_is_refused_every_procedure_that_it_may_not_take_with_its_article(
    counter: Counter,
) -> None:
    case_id = counter.a_petition()
    before = counter.stored()

    for item, to in FORBIDDEN:
        answer = counter.post(f"/{case_id}/refer", {"to": to, "article31_item": item})

        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (422, "validation"), (item, to)
        assert list(problem["errors"]) == ["to"]
        assert problem["basis"] == f"信访工作条例31({item})"
        assert f"第三十一条第 {item} 项可导入" in problem["errors"]["to"][0]

    assert len(FORBIDDEN) > 20
    assert counter.stored() == before


def test_a_case_that_contradicts_its_classification_is_refused_by_the_article(
    counter: Counter,
) -> None:
    case_id = counter.a_petition()
    classified = {"kind": "appeal", "article31_item": 6, "legal_path": "信访程序"}
    assert counter.post(f"/{case_id}/classify", classified).status_code == 200
    before = counter.stored()

    answer = counter.post(f"/{case_id}/refer", {"to": "arbitration", "article31_item": 2})

    problem = answer.get_json()
    assert (answer.status_code, list(problem["errors"])) == (422, ["article31_item"])
    assert problem["basis"] == "信访工作条例31"
    assert counter.stored() == before
