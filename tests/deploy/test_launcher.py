"""One command runs the whole installation: ready, watched, stopped, and started again."""

import json
import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from deploy.processes import PROCESSES
from deploy.secrets import make_secrets
from tests.deploy.launching import Launcher, a_launcher
from tests.deploy.watching import alive, wait_until

pytestmark = pytest.mark.timeout(900)  # whole installations on a machine that may be busy
EVERY_NAME = {"database", "bus", "fork-server"} | {process.name for process in PROCESSES}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Launcher]]:
    """The launcher that the tests share, started again after one that ended it."""
    data = tmp_path_factory.mktemp("launcher") / "var"
    started: list[Launcher] = []
    with ExitStack() as at_the_end:

        def current() -> Launcher:
            if not started or started[-1].has_ended():
                started.append(at_the_end.enter_context(a_launcher(data)))
                started[-1].await_ready()
            return started[-1]

        yield current


@pytest.fixture
def launcher(running: Callable[[], Launcher]) -> Launcher:
    return running()


def test_it_says_in_both_languages_where_to_go_next(launcher: Launcher) -> None:
    wait_until(lambda: "Ctrl-C" in launcher.text)

    assert f"http://127.0.0.1:{launcher.port}" in launcher.text
    assert str(launcher.data / "credentials.json") in launcher.text
    assert "make demo" in launcher.text
    assert "已就绪" in launcher.text
    assert "is ready" in launcher.text


def test_everything_of_the_table_runs_and_answers(launcher: Launcher) -> None:
    facts = launcher.facts()

    assert set(facts["processes"]) == EVERY_NAME
    for address in (facts["address"], *facts["services"].values()):
        assert requests.get(f"{address}/readyz", timeout=60).status_code == 200


def test_the_first_accounts_are_for_the_owner_alone(launcher: Launcher) -> None:
    accounts = Path(launcher.facts()["credentials"])

    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert {"officers", "terminal", "court"} <= set(json.loads(accounts.read_text()))


def test_a_killed_process_is_started_again_and_that_is_told(launcher: Launcher) -> None:
    os.kill(launcher.facts()["processes"]["mediation-web"], signal.SIGKILL)
    wait_until(lambda: "mediation-web ended (signal SIGKILL), restart 1" in launcher.text)

    address = launcher.facts()["services"]["mediation"]
    wait_until(lambda: answers(address))


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def test_ctrl_c_while_the_code_is_being_loaded_ends_it_without_a_word(tmp_path: Path) -> None:
    with a_launcher(tmp_path / "var", PYTHONPROFILEIMPORTTIME="1") as loading:
        wait_until(lambda: "argparse" in loading.text)

        assert loading.stop(signal.SIGINT) == -signal.SIGINT
        assert "Traceback" not in loading.text
    assert not (tmp_path / "var").exists()


def test_a_second_launcher_on_the_same_data_is_refused(launcher: Launcher) -> None:
    with a_launcher(launcher.data) as second:
        assert second.process.wait(120) == 1
        assert f"pid {launcher.process.pid}" in second.text
    assert answers(launcher.facts()["address"])


def test_a_taken_port_is_refused_before_anything_starts(launcher: Launcher, tmp_path: Path) -> None:
    with a_launcher(tmp_path / "var", launcher.port) as second:
        assert second.process.wait(120) == 1
        assert f"port {launcher.port} is taken by" in second.text
        assert "make run PORT=" in second.text
    assert not (tmp_path / "var" / "database").exists()


def test_a_database_that_should_be_there_and_is_not_is_named(
    tmp_path: Path, free_port: int
) -> None:
    silent = f"mongodb://office:top-secret@127.0.0.1:{free_port}/"
    with a_launcher(tmp_path, DATABASE_URL=silent) as refused:
        assert refused.process.wait(120) == 1
    assert f"MongoDB of DATABASE_URL (127.0.0.1:{free_port}) does not answer" in refused.text
    assert "top-secret" not in refused.text


@pytest.mark.parametrize("address", ["postgres://127.0.0.1/x", "mongodb://a:geheim@:x/"])
def test_an_address_that_is_no_mongodb_is_refused_without_repeating_it(
    tmp_path: Path, address: str
) -> None:
    with a_launcher(tmp_path / "var", DATABASE_URL=address) as refused:
        assert refused.process.wait(120) == 1
    assert "DATABASE_URL is no address of MongoDB" in refused.text
    assert "geheim" not in refused.text
    assert "Traceback" not in refused.text


def test_a_folder_of_another_server_is_refused_with_the_command_that_moves_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "database" / "WiredTiger").write_text("WiredTiger 11.2.0\n")

    with a_launcher(tmp_path) as refused:
        assert refused.process.wait(120) == 1
    assert f"make move-data DATA={tmp_path}" in refused.text
    assert "由另一种服务器写成" in refused.text
    assert "is ready" not in refused.text
    assert not (tmp_path / "database" / "concord.json").exists()


def test_a_part_that_cannot_start_says_why_once_and_nothing_is_called_ready_after_it(
    tmp_path: Path,
) -> None:
    make_secrets(tmp_path / "secrets")
    (tmp_path / "secrets" / "field_keys.json").write_text("{")

    with a_launcher(tmp_path) as broken:
        assert broken.process.wait(600) == 1
    said = broken.text
    assert said.count("does not start") == 1
    assert "field_keys.json" in said
    assert "remove it and run again" in said
    assert "restart" not in said
    assert "gateway is ready" not in said
    assert "press Ctrl-C" not in said


def test_no_process_outlives_a_killed_launcher_and_the_next_keeps_the_data_until_ctrl_c(
    launcher: Launcher,
) -> None:
    data, port = launcher.data, launcher.port
    pids = list(launcher.facts()["processes"].values())
    accounts = (data / "credentials.json").read_bytes()

    assert launcher.stop(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: not any(alive(pid) for pid in pids))

    with a_launcher(data, port) as second:
        second.await_ready()
        pids = list(second.facts()["processes"].values())
        assert (data / "credentials.json").read_bytes() == accounts
        assert second.stop(signal.SIGINT) == 0
    assert not any(alive(pid) for pid in pids)
    assert not (data / "run.json").exists()
