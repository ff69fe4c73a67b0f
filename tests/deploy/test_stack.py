"""A stack starts in order, tells each process its settings, survives kills and stops clean."""

import base64
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis

from deploy.embedded.readiness import StartError
from deploy.embedded.stack import Stack, describe
from deploy.processes import GATEWAY, PROCESSES, Process
from deploy.secrets import make_secrets
from shared.language import Text
from tests.deploy.watching import alive, wait_until
from tests.support.servers import EmbeddedDatabase

WEB = next(process for process in PROCESSES if process.name == "petitions-web")
SMALL_WEB = replace(WEB, arguments=(*WEB.arguments[:-1], "tests.deploy.small_app:create_app()"))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack"), processes=[SMALL_WEB]) as running:
        yield running


def ask(stack: Stack) -> dict[str, Any]:
    told: dict[str, Any] = requests.get(stack.service_url("petitions"), timeout=60).json()
    return told


def documents(stack: Stack) -> MongoClient[dict[str, Any]]:
    return MongoClient(stack.database_url, serverSelectionTimeoutMS=15_000)


def test_a_process_is_told_its_service_its_database_and_its_neighbours(stack: Stack) -> None:
    told = ask(stack)

    assert told["CONCORD_SERVICE"] == "petitions"
    assert told["DATABASE_URL"] == stack.database_url
    assert told["SECRETS_DIR"] == str(stack.secrets)
    assert f"mediation={stack.service_url('mediation')}" in told["SERVICES"].split(",")


def test_the_bus_is_closed_to_those_without_its_password(stack: Stack) -> None:
    with Redis.from_url(stack.broker_url) as bus:
        assert bus.ping()

    command_line = Path(f"/proc/{stack.pid('bus')}/cmdline").read_text()
    assert stack.broker_url.split(":")[2].split("@")[0] not in command_line


def test_the_database_is_closed_to_those_without_its_password(stack: Stack) -> None:
    with documents(stack) as database:
        assert database.trial.cases.find_one({}) is None
    password = (stack.secrets / "database.password").read_text().strip()
    assert password in stack.database_url

    open_address = f"mongodb://127.0.0.1:{stack.ports.database}/?directConnection=true"
    with (
        MongoClient[dict[str, Any]](open_address) as stranger,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        stranger.trial.cases.find_one({})
    for pid in stack.pids().values():
        assert password not in Path(f"/proc/{pid}/cmdline").read_text()
    assert password not in "".join(log.read_text() for log in stack.log("bus").parent.iterdir())


def test_the_operator_finds_the_address_of_the_database_in_a_file_of_the_owner(
    stack: Stack,
) -> None:
    found = stack.secrets / "database_url"

    assert found.read_text().strip() == stack.database_url
    assert stat.S_IMODE(found.stat().st_mode) == 0o600


def test_a_database_whose_password_was_lost_gets_a_new_one_and_keeps_its_data(
    tmp_path: Path,
) -> None:
    stack = Stack(tmp_path, processes=[])
    with stack, documents(stack) as before:
        before.trial.cases.insert_one({"_id": "kept"})
        old = stack.database_url
    (stack.secrets / "database.password").unlink()

    with stack, documents(stack) as after:
        assert stack.database_url != old
        assert after.trial.cases.find_one() == {"_id": "kept"}


def test_a_database_that_is_there_is_used_and_gets_the_first_accounts(tmp_path: Path) -> None:
    gateway = [process for process in PROCESSES if process.service == GATEWAY]
    with (
        EmbeddedDatabase() as theirs,
        Stack(tmp_path, database_url=theirs.url, processes=gateway) as ours,
        MongoClient[dict[str, Any]](theirs.url, directConnection=True) as client,
    ):
        assert set(ours.pids()) == {"bus", "fork-server", GATEWAY}
        assert client.concord_gateway.accounts.find_one({}) is not None


def give_a_further_key(stack: Stack) -> None:
    """Let an installation seal personal values under a second key from now on."""
    make_secrets(stack.secrets)
    path = stack.secrets / "field_keys.json"
    keys = json.loads(path.read_text())["keys"]
    further = base64.b64encode(os.urandom(32)).decode()
    path.write_text(json.dumps({"active": "k2", "keys": keys | {"k2": further}}))


def test_the_database_of_another_installation_is_refused(tmp_path: Path) -> None:
    with EmbeddedDatabase() as theirs:
        with Stack(tmp_path / "first", database_url=theirs.url, processes=[]):
            pass

        further = Stack(tmp_path / "second", database_url=theirs.url, processes=[])
        give_a_further_key(further)
        with pytest.raises(StartError, match="another installation's"), further:
            pass
        # What was refused left nothing there for which the first one would be refused in turn.
        with Stack(tmp_path / "first", database_url=theirs.url, processes=[]):
            pass


@pytest.mark.parametrize("name", ["history.key", "field_keys.json"])
def test_data_whose_keys_were_lost_is_not_gone_on_with_under_new_ones(
    tmp_path: Path, name: str
) -> None:
    stack = Stack(tmp_path, processes=[])
    with stack:
        kept = (stack.secrets / name).read_bytes()
    (stack.secrets / name).unlink()

    with pytest.raises(StartError, match=name), stack:
        pass
    (stack.secrets / name).write_bytes(kept)
    with stack:
        pass


def test_a_further_key_for_personal_values_is_welcome(tmp_path: Path) -> None:
    stack = Stack(tmp_path, processes=[])
    with stack:
        pass
    give_a_further_key(stack)

    with stack:
        pass


def test_a_killed_web_process_is_back_with_another_number(stack: Stack) -> None:
    arbiter, worker = stack.pid("petitions-web"), ask(stack)["pid"]

    stack.kill("petitions-web")
    stack.await_ready()

    assert stack.pid("petitions-web") != arbiter
    assert ask(stack)["pid"] != worker
    assert stack.restarts("petitions-web") == 1
    assert not alive(worker)


def test_a_killed_database_comes_back_with_every_acknowledged_write(stack: Stack) -> None:
    with documents(stack) as before:
        before.acknowledged.cases.insert_many([{"_id": n} for n in range(50)])
    stack.kill("database")

    with documents(stack) as after:
        assert after.acknowledged.cases.count_documents({}) == 50


def test_a_halted_process_is_down_until_it_is_resumed(stack: Stack) -> None:
    stack.halt("petitions-web")
    with pytest.raises(requests.ConnectionError):
        ask(stack)

    stack.resume("petitions-web")
    stack.await_ready()
    assert ask(stack)["CONCORD_SERVICE"] == "petitions"


def test_the_description_names_addresses_and_processes_and_no_secret(stack: Stack) -> None:
    text = describe(stack)

    description = json.loads(text)
    assert description["address"] == stack.address
    assert description["processes"]["database"] == stack.pid("database")
    password = (stack.secrets / "bus.password").read_text().strip()
    assert password not in text


def test_stopping_leaves_no_process_and_starting_again_finds_the_data(tmp_path: Path) -> None:
    stack = Stack(tmp_path, processes=[SMALL_WEB])
    with stack, documents(stack) as database:
        database.trial.cases.insert_one({"_id": "kept"})
        pids = [*stack.pids().values(), ask(stack)["pid"]]

    wait_until(lambda: not any(alive(pid) for pid in pids))
    with stack, documents(stack) as database:
        assert database.trial.cases.find_one() == {"_id": "kept"}


def test_a_process_that_cannot_start_is_named_with_its_last_words(tmp_path: Path) -> None:
    broken = Process("mediation", "web", ("-m", "services.no_such_service"))
    said: list[Text] = []
    stack = Stack(tmp_path, processes=[broken], announce=said.append)

    with pytest.raises(StartError) as failure:
        stack.start()

    assert "mediation-web" in failure.value.text.zh
    assert "mediation-web" in failure.value.text.en
    assert "no_such_service" in failure.value.last_words
    assert not [text.en for text in said if "mediation-web" in text.en]
    with pytest.raises(RuntimeError, match="not running"):
        stack.pids()
