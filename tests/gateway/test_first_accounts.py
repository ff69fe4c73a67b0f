from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from gateway.accounts import create_first_accounts
from gateway.accounts.__main__ import main
from shared.http.identity import OFFICER_ROLES
from tests.gateway.office import Office, bearer, sign_in
from tests.gateway.processes import ROOT


def _made(office: Office, folder: Path) -> tuple[Path, Any]:
    path = folder / "credentials.json"
    assert create_first_accounts(office.database, path)
    return path, json.loads(path.read_text())


def test_the_file_has_the_documented_shape_and_is_the_owners_alone(
    office: Office, tmp_path: Path
) -> None:
    path, credentials = _made(office, tmp_path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(credentials) == ["officers", "terminal", "court"]
    assert set(credentials["officers"]) == set(OFFICER_ROLES)
    for officer in credentials["officers"].values():
        assert set(officer) == {"username", "password"}
    assert set(credentials["terminal"]) == {"id", "key"}
    assert set(credentials["court"]) == {"id", "secret"}
    assert credentials["court"]["secret"].startswith("whsec_")


def test_every_secret_is_another(office: Office, tmp_path: Path) -> None:
    _, credentials = _made(office, tmp_path)

    secrets = [officer["password"] for officer in credentials["officers"].values()]
    secrets += [credentials["terminal"]["key"], credentials["court"]["secret"]]
    assert len(set(secrets)) == 8
    assert min(map(len, secrets)) >= 43


def test_each_first_officer_can_sign_in(office: Office, tmp_path: Path) -> None:
    _, credentials = _made(office, tmp_path)
    client = office.application().test_client()

    for role, officer in credentials["officers"].items():
        assert sign_in(client, **officer).status_code == 200
        account = office.accounts.find(officer["username"])
        assert account is not None
        assert (account.role, account.region) == (role, "120101")
        assert uscc.is_valid(account.agency_code)


def test_no_secret_is_stored_in_clear(office: Office, tmp_path: Path) -> None:
    _, credentials = _made(office, tmp_path)

    stored = str(
        [list(office.database[name].find()) for name in office.database.list_collection_names()]
    )
    for officer in credentials["officers"].values():
        assert officer["password"] not in stored
    assert credentials["terminal"]["key"] not in stored
    assert credentials["court"]["secret"] not in stored


def test_a_second_start_changes_nothing(office: Office, tmp_path: Path) -> None:
    path, _ = _made(office, tmp_path)
    before = path.read_bytes()

    assert not create_first_accounts(office.database, path)

    assert path.read_bytes() == before
    assert len(list(office.accounts.all())) == 6


def test_accounts_removed_on_purpose_stay_away(office: Office, tmp_path: Path) -> None:
    path, _ = _made(office, tmp_path)
    office.database["accounts"].delete_one({"_id": "admin"})
    path.unlink()

    assert not create_first_accounts(office.database, path)

    assert office.accounts.find("admin") is None
    assert not path.exists()


def test_an_interrupted_first_start_is_finished_with_the_same_secrets(
    office: Office, tmp_path: Path
) -> None:
    path, credentials = _made(office, tmp_path)
    office.database["installation"].delete_many({})
    office.database["accounts"].delete_one({"_id": "mediator"})

    assert create_first_accounts(office.database, path)

    assert json.loads(path.read_text()) == credentials
    mediator = credentials["officers"]["mediator"]
    assert sign_in(office.application().test_client(), **mediator).status_code == 200


@pytest.fixture
def in_the_office(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office as the environment of a command."""
    for name, value in office.environment.items():
        monkeypatch.setenv(name, value)
    return office


def test_the_command_makes_the_first_accounts(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"

    done = subprocess.run(
        [sys.executable, "-m", "gateway.accounts", "bootstrap", str(path)],
        env=os.environ | office.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert path.exists()
    assert json.loads(path.read_text())["terminal"]["key"] not in done.stdout


def test_an_added_officer_can_sign_in_until_disabled(
    in_the_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--agency-code", "11120101000000000E", "--agency-name", "司法局", "--region", "120101"]
    assert main(["add", "wang", "--role", "mediator", "--name", "王五", *where]) == 0
    password = capsys.readouterr().out.strip()
    client = in_the_office.application().test_client()
    assert sign_in(client, "wang", password).status_code == 200

    assert main(["disable", "wang"]) == 0
    assert sign_in(client, "wang", password).status_code == 401

    assert main(["list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split("\t") == [
        "wang",
        "mediator",
        "11120101000000000E",
        "120101",
        "disabled",
    ]

    assert main(["enable", "wang"]) == 0
    assert sign_in(client, "wang", password).status_code == 200


def test_a_reset_password_replaces_the_old_one(
    in_the_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    username = in_the_office.employ("mediator")
    client = in_the_office.application().test_client()
    bearer(client, username)

    assert main(["reset", username]) == 0

    password = capsys.readouterr().out.splitlines()[-1]
    assert sign_in(client, username).status_code == 401
    assert sign_in(client, username, password).status_code == 200


@pytest.mark.parametrize("command", [["disable", "nobody"], ["reset", "nobody"]])
def test_a_command_that_cannot_be_done_says_why(
    in_the_office: Office, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    del in_the_office

    assert main(command) == 1
    assert "nobody" in capsys.readouterr().err


def test_an_account_is_not_added_twice(
    in_the_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_office.employ("mediator")
    where = ["--agency-code", "11120101000000000E", "--agency-name", "x", "--region", "120101"]

    assert main(["add", "mediator", "--role", "admin", "--name", "x", *where]) == 1
    assert "mediator" in capsys.readouterr().err
    account = in_the_office.accounts.find("mediator")
    assert account is not None
    assert account.role == "mediator"


@pytest.mark.parametrize(
    ("code", "region"),
    [("X", "120101"), ("11120101000000000F", "120101"), ("11120101000000000E", "abc")],
)
def test_an_account_needs_a_real_agency_code_and_region(
    code: str, region: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--agency-code", code, "--agency-name", "x", "--region", region]

    with pytest.raises(SystemExit):
        main(["add", "new", "--role", "mediator", "--name", "x", *where])

    assert "GB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("username", "name"),
    [
        ("system", "x"),
        ("a:b", "x"),
        ("a|b", "x"),
        (" a", "x"),
        ("", "x"),
        ("a" * 65, "x"),
        ("new", "王\u202e五"),
        ("new", "王\n五"),
        ("new", " "),
    ],
)
def test_an_account_that_would_imitate_another_is_not_made(
    in_the_office: Office, capsys: pytest.CaptureFixture[str], username: str, name: str
) -> None:
    where = ["--agency-code", "11120101000000000E", "--agency-name", "x", "--region", "120101"]

    assert main(["add", username, "--role", "mediator", "--name", name, *where]) == 1

    assert "not a " in capsys.readouterr().err
    assert in_the_office.accounts.find(username) is None
