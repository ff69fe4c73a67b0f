"""Installations that start in the same moment on one machine never meet."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.embedded.ports import private_port
from deploy.processes import PROCESSES
from tests.deploy.launching import Launcher, a_launcher
from tests.deploy.watching import wait_until
from tests.support.stack import Officers, accepted
from tests.system.cases import a_petition

COUNT, CASES = 3, 2
pytestmark = pytest.mark.timeout(900)  # three whole installations on a machine that may be busy


def officers_of(launcher: Launcher) -> Officers:
    accounts = json.loads(Path(launcher.facts()["credentials"]).read_text("utf-8"))
    return Officers(launcher.facts()["address"], accounts["officers"])


def test_three_started_at_once_keep_to_themselves(tmp_path: Path) -> None:
    with ExitStack() as running:
        doors = [private_port() for _ in range(COUNT)]
        for door in doors:
            door.release()
        launchers = [
            running.enter_context(a_launcher(tmp_path / f"office-{n}", door.number))
            for n, door in enumerate(doors)
        ]
        for launcher in launchers:
            launcher.await_ready()
        offices = [officers_of(launcher) for launcher in launchers]
        for office in offices:
            running.callback(office.close)
        opened = [
            {office.open("petitions", a_petition())["id"] for _ in range(CASES)}
            for office in offices
        ]

        for office, own in zip(offices, opened, strict=True):
            seen = accepted(office.get("petition_officer", "/petitions"))["items"]
            assert {case["id"] for case in seen} == own
        for launcher in launchers:
            facts = launcher.facts()
            assert set(facts["restarts"].values()) == {0}
            assert "ended" not in launcher.text
            servers = {"database", "bus", "fork-server"}
            assert set(facts["processes"]) == servers | {each.name for each in PROCESSES}
            assert len(set(facts["processes"].values())) == len(facts["processes"])
        addresses = [
            address
            for launcher in launchers
            for address in (
                launcher.facts()["address"],
                *launcher.facts()["services"].values(),
            )
        ]
        assert len(addresses) == len(set(addresses))
        # All at once, as they began.
        for launcher in launchers:
            launcher.process.terminate()


def test_two_that_want_the_same_port_in_the_same_moment_are_told_apart(
    tmp_path: Path, free_port: int
) -> None:
    with a_launcher(tmp_path / "a", free_port) as one, a_launcher(tmp_path / "b", free_port) as two:
        wait_until(lambda: one.has_ended() or two.has_ended())
        refused, other = (one, two) if one.has_ended() else (two, one)
        # With this it has the port, and nothing but its end takes that away.
        wait_until(lambda: "starting" in other.text or other.has_ended())
        assert not other.has_ended()
    assert f"port {free_port} is taken by" in refused.text
