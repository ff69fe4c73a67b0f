"""A production installation: least rights, no default password, the same processes everywhere."""

import base64
import hashlib
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import amqp
import pytest
import yaml

from deploy.compose import compose
from deploy.processes import GATEWAY, MEMBERS, PROCESSES, SERVICES, Process
from deploy.production import VIRTUAL_HOST, broker_definitions, make_production_secrets
from shared.attachments.settings import AttachmentSettings
from shared.events.topology import EXCHANGE, queue_name
from shared.house import LIAISON, other_services
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings, parse_services
from tests.support.servers import RabbitNode, require_rabbitmq

ROOT = Path(__file__).resolve().parents[2]
SETTINGS_PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_the_containers_are_those_of_the_services_that_exist() -> None:
    assert (ROOT / "docker-compose.yml").read_text("utf-8") == compose(), "run `make compose`"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("production")
    make_production_secrets(made)
    return made


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_is_given_its_own_private_key_and_no_other(folder: Path, member: str) -> None:
    private = {name for name in names(folder / member) if name.endswith(".key")}

    expected = {"token.key"} if member == GATEWAY else {"history.key", "referral.key", "search.key"}
    assert private == {f"identity/{member}.key"} | expected
    assert set(SecretFolder(folder / member).public_keys()) == set(MEMBERS)
    sealing = {name for name in names(folder / member) if name.endswith("_keys.json")}
    of_liaison = {"field_keys.json", "partner_keys.json", "terminal_keys.json"}
    own: dict[str, set[str]] = {GATEWAY: set(), LIAISON: of_liaison}
    assert sealing == own.get(member, {"field_keys.json"})


def test_services_share_the_keys_that_seal_what_they_send_each_other(folder: Path) -> None:
    assert len({SecretFolder(folder / service).referral_key() for service in SERVICES}) == 1
    databases = {(folder / member / "database_url").read_text() for member in MEMBERS}
    brokers = {(folder / service / "broker_url").read_text() for service in SERVICES}

    assert (len(databases), len(brokers)) == (len(MEMBERS), len(SERVICES))


def test_nobody_but_the_owner_may_read_what_is_made(folder: Path) -> None:
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_making_them_again_changes_nothing(tmp_path: Path) -> None:
    make_production_secrets(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}

    make_production_secrets(tmp_path)

    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def test_a_service_that_a_release_brings_is_given_accounts_beside_those_there(
    tmp_path: Path,
) -> None:
    make_production_secrets(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    for name in before:
        if "reporting" in name:
            (tmp_path / name).unlink()
    accounts = tmp_path / "database" / "accounts.json"
    definitions = tmp_path / "broker" / "definitions.json"
    fewer = json.loads(accounts.read_text())
    del fewer["reporting"]
    accounts.write_text(json.dumps(fewer))
    told = json.loads(definitions.read_text())
    told["users"] = [user for user in told["users"] if user["name"] != "reporting"]
    definitions.write_text(json.dumps(told))

    make_production_secrets(tmp_path)

    assert names(tmp_path) == before.keys()
    assert json.loads(accounts.read_text()).keys() == set(MEMBERS)
    users = {user["name"]: user for user in json.loads(definitions.read_text())["users"]}
    assert users.keys() == set(SERVICES)
    old = {user["name"]: user for user in json.loads(before["broker/definitions.json"])["users"]}
    assert {name: user for name, user in users.items() if name != "reporting"} == {
        name: user for name, user in old.items() if name != "reporting"
    }
    assert SecretFolder(tmp_path / "petitions").public_keys().keys() == set(MEMBERS)


def test_the_broker_is_told_hashes_and_no_passwords(folder: Path) -> None:
    definitions = json.loads((folder / "broker" / "definitions.json").read_text())

    for user in definitions["users"]:
        password = (folder / "master" / "broker" / f"{user['name']}.password").read_text().strip()
        stored = base64.b64decode(user["password_hash"])
        assert stored[4:] == hashlib.sha256(stored[:4] + password.encode()).digest()
        assert password not in json.dumps(definitions)
    assert [user["name"] for user in definitions["users"]] == list(SERVICES)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitNode]:
    require_rabbitmq()
    file = tmp_path_factory.mktemp("definitions") / "definitions.json"
    file.write_text(
        json.dumps(broker_definitions({service: f"pw-{service}" for service in SERVICES}))
    )
    with RabbitNode() as node:
        node.ctl("import_definitions", str(file))
        yield node


def account(broker: RabbitNode, service: str, password: str) -> amqp.Connection:
    return amqp.Connection(
        host=f"127.0.0.1:{broker.port}",
        userid=service,
        password=password,
        virtual_host=VIRTUAL_HOST,
        connect_timeout=5,
    )


def test_a_service_may_declare_publish_and_read_its_own_queue(broker: RabbitNode) -> None:
    with account(broker, "petitions", "pw-petitions") as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        for service in SERVICES:
            channel.queue_declare(queue_name(service), durable=True, auto_delete=False)
            channel.queue_bind(queue_name(service), EXCHANGE, "#")
        channel.basic_publish(amqp.Message("{}"), EXCHANGE, "petition.registered")

        assert channel.basic_get(queue_name("petitions")) is not None


def test_a_service_may_not_read_the_queue_of_another(broker: RabbitNode) -> None:
    with account(broker, "petitions", "pw-petitions") as connection:
        channel = connection.channel()
        channel.queue_declare(queue_name("mediation"), durable=True, auto_delete=False)

        with pytest.raises(amqp.AccessRefused):
            channel.basic_get(queue_name("mediation"))


def test_a_wrong_password_opens_nothing(broker: RabbitNode) -> None:
    with pytest.raises(amqp.AccessRefused):
        account(broker, "petitions", "pw-mediation").connect()


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_compose_runs_what_the_launcher_runs(process: Process) -> None:
    container = COMPOSE["services"][process.name]

    assert container["command"] == ["python", *process.arguments]
    assert container["environment"]["CONCORD_SERVICE"] == process.service
    assert container["volumes"] == [f"./var/production/{process.service}:/run/secrets:ro"]
    port = container["environment"]["PORT" if process.kind == "web" else "WORKER_PORT"]
    assert f"127.0.0.1:{port}/readyz" in container["healthcheck"]["test"][-1]


def test_compose_runs_nothing_else() -> None:
    servers = {"database", "database-init", "broker"}

    assert set(COMPOSE["services"]) == servers | {process.name for process in PROCESSES}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_every_container_is_given_complete_settings(process: Process, folder: Path) -> None:
    written = COMPOSE["services"][process.name]["environment"]
    # What has no value is handed on from around, and is not there where it is not set.
    environment = {name: value for name, value in written.items() if value is not None}
    mounted = {
        name.removesuffix("_FILE"): (folder / process.service / Path(path).name).read_text().strip()
        for name, path in environment.items()
        if name.endswith("_FILE")
    }

    settings = Settings.from_environment(environment | mounted)

    assert set(settings.services) == set(SERVICES)
    for service, address in settings.services.items():
        port = COMPOSE["services"][f"{service}-web"]["environment"]["PORT"]
        assert address == f"http://{service}-web:{port}"


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_what_an_office_may_set_reaches_every_container(process: Process) -> None:
    environment = COMPOSE["services"][process.name]["environment"]
    said = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", SETTINGS_PAGE, re.MULTILINE)
    before_processes = SETTINGS_PAGE.index("## How processes are run")
    own = [each.own_settings for each in other_services() if each.service == process.service]
    elsewhere = {name for each in other_services() for name in each.own_settings}

    optional = {name for name, need in said if not need.startswith("required")}
    known = {name for name in optional if SETTINGS_PAGE.index(f"`{name}`") < before_processes}
    # What the file itself says, or what only the embedded installation knows.
    given = {"DATABASE_NAME", "SERVICES", "CONCORD_INSTALLATION"}
    assert known - given - elsewhere <= environment.keys()
    assert elsewhere & environment.keys() == {name for each in own for name in each}


def test_only_who_sends_messages_can_leave_the_closed_network() -> None:
    out = {
        name
        for name, each in COMPOSE["services"].items()
        if "outside" in each.get("networks", ["inside"])
    }

    assert out == {GATEWAY, "liaison-web", "liaison-worker"}


def test_addresses_of_the_accounts_lead_to_the_servers_of_the_compose_file(folder: Path) -> None:
    for service in SERVICES:
        assert "@database:27017/" in (folder / service / "database_url").read_text()
        assert "@broker:5672/concord" in (folder / service / "broker_url").read_text()


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_containers_are_read_only_unprivileged_and_out_of_reach(process: Process) -> None:
    container = COMPOSE["services"][process.name]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["user"].startswith("${CONCORD_USER:?")
    assert ("ports" in container) == (process.service == GATEWAY)


def megabytes_of_tmp(container: dict[str, Any]) -> int:
    """Return how much may lie in `/tmp`, where nothing else is said around it."""
    (mounted,) = container["tmpfs"]
    said = re.search(r":size=(?:\$\{UPLOAD_ROOM:-)?(\d+)m}?$", mounted)
    assert said is not None, mounted
    return int(said[1])


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_what_lies_in_memory_is_bounded_and_uploads_have_room(process: Process) -> None:
    container = COMPOSE["services"][process.name]
    room = megabytes_of_tmp(container)

    if process.kind == "web":
        threads = re.search(r"^\| `WEB_THREADS` \| (\d+) \|", SETTINGS_PAGE, re.MULTILINE)
        assert threads is not None
        at_once = int(container["environment"]["WEB_WORKERS"]) * int(threads[1])
        assert room > at_once * AttachmentSettings().request_megabytes
    else:
        assert room <= 64


def test_no_password_stands_in_the_compose_file() -> None:
    for container in COMPOSE["services"].values():
        for name, value in container.get("environment", {}).items():
            # What has no value here is handed on from around.
            if value is not None and re.search("PASS|KEY|SECRET|_URL", name):
                assert name.endswith(("_FILE", "_DIR")), name
                assert value.startswith("/run/")


def test_the_image_copies_what_exists_and_runs_without_privileges() -> None:
    lines = (ROOT / "deploy" / "images" / "Dockerfile").read_text().splitlines()

    copied = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    for source in (name for sources in copied for name in sources):
        assert (ROOT / source).exists(), source
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    assert any("--require-hashes" in line for line in lines)


def test_services_named_in_settings_are_those_of_the_table() -> None:
    addresses = COMPOSE["services"]["gateway"]["environment"]["SERVICES"]

    assert tuple(parse_services(addresses)) == SERVICES
