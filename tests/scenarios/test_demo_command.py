"""`make demo` finds an installation or starts one, and fails on any difference."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.demo.__main__ import main
from deploy.demo.scenario import FOLDER
from deploy.embedded.ports import private_port
from deploy.embedded.stack import Stack
from tests.deploy.watching import wait_until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(300)


def test_it_prints_a_timeline_in_both_languages(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(stack.data_folder), "C05"]) == 0

    told = capsys.readouterr().out
    assert f"使用正在运行的系统 {stack.address}" in told
    assert "public.erqi.gov.cn/D0104X/8411713.jhtml" in told
    assert "2024-05-08    收到行政复议申请" in told
    assert "复议法30¶1；复议法30¶2" in told
    assert "2024-05-11 是劳动节的调休上班日，计入" in told
    assert "2024-05-11: make-up working day for Labour Day, counted" in told
    assert "假定 assumed  applicants.1.name = 申请人甲" in told
    assert "✓ 1/1 个案例一致" in told
    assert "1 of 1 cases as expected" in told
    assert "\x1b[" not in told


def test_a_wrong_date_fails_the_command_and_is_named_at_the_end(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = (FOLDER / "C05.yaml").read_text("utf-8")
    (tmp_path / "C05.yaml").write_text(scenario.replace("due_on: 2024-05-14", "due_on: 2024-05-15"))

    assert main(["--data", str(stack.data_folder), "--cases", str(tmp_path), "C05"]) == 1

    summary = capsys.readouterr().out.rsplit("═", 1)[1]
    assert "C05 1. 收到行政复议申请" in summary
    assert "FY-08 due: 预期 expected 2024-05-15，实际 actual 2024-05-14" in summary
    assert "✗ 0/1 个案例一致" in summary


def test_another_address_is_used_as_told(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    address = ["--address", stack.address + "/", "--data", str(stack.data_folder)]

    assert main([*address, "c07"]) == 0
    assert "C07" in capsys.readouterr().out


def test_an_address_where_nobody_answers_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = private_port()
    address = f"http://127.0.0.1:{nobody.number}"

    try:
        assert main(["--address", address]) == 2
    finally:
        nobody.release()
    assert f"{address} is not ready" in capsys.readouterr().err


def test_accounts_that_cannot_be_read_are_named(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--address", stack.address, "--data", str(tmp_path)]) == 2
    assert str(tmp_path / "credentials.json") in capsys.readouterr().err


def test_a_wrong_password_is_told(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    officers = {"reconsideration_officer": {"username": "nobody", "password": "wrong"}}
    (tmp_path / "credentials.json").write_text(json.dumps({"officers": officers}))

    assert main(["--address", stack.address, "--data", str(tmp_path), "C05"]) == 2
    assert "reconsideration_officer cannot sign in" in capsys.readouterr().err


def test_an_unknown_case_is_answered_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["C99"]) == 2
    assert "no case C99. There are: C02, C03" in capsys.readouterr().err


def test_a_broken_scenario_is_named_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "C05.yaml").write_text("id: C05\nid: C06\n")

    assert main(["--cases", str(tmp_path)]) == 2
    assert "C05.yaml: line 2: the key 'id' is given twice" in capsys.readouterr().err


def test_without_an_installation_it_starts_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"address": "http://127.0.0.1:9"}))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "deploy.demo", "--data", str(tmp_path), "C05"]
    said = tmp_path / "said"
    with said.open("wb") as output:
        demo = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert demo.wait(200) == 0, said.read_text()

    assert "none is running: starting a private one" in said.read_text()
    assert "✓ 1/1" in said.read_text()
    assert not list(temporary.iterdir())


def test_when_interrupted_it_stops_the_installation_it_started(tmp_path: Path) -> None:
    said, temporary = tmp_path / "said", tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "deploy.demo", "--data", str(tmp_path)]
    with said.open("wb") as output:
        demo = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        wait_until(lambda: "is ready (1/" in said.read_text())
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(30) == 2, said.read_text()

    assert "interrupted" in said.read_text()
    assert not list(temporary.iterdir())
