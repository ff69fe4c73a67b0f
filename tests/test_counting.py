"""The count of what tests cover: what it sees, and that too little fails a run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.stack import ROOT
from tests.support.counting import PLUGIN, ROOMS

_ROOM = """def sign(number: int) -> str:
    if number < 0:
        return "minus"
    return "plus"
"""
_ASKED = """from shared.signs import sign

def test_a_sign() -> None:
    assert sign({}) in ("minus", "plus")
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with the rooms of ours, of which one holds a function with two branches."""
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    (tmp_path / "shared" / "signs.py").write_text(_ROOM)
    return tmp_path


def run(house: Path, *numbers: int) -> subprocess.CompletedProcess[str]:
    """Let a process of tests ask for the sign of each number, one file for each."""
    for number in numbers:
        (house / f"test_sign_{abs(number)}.py").write_text(_ASKED.format(number))
    few = ("-p", "no:cacheprovider", "--numprocesses", "2", "--dist", "loadscope")
    environment = os.environ | {"PYTEST_PLUGINS": PLUGIN, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", *few, "-c", os.devnull, "--rootdir", str(house)]
    return subprocess.run(
        [*command, str(house)],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_what_two_processes_covered_between_them_counts_as_covered(house: Path) -> None:
    done = run(house, 1, -2)

    assert done.returncode == 0, done.stdout
    assert "100.00 % covered, 90 % wanted: reached" in done.stdout


def test_a_run_whose_tests_pass_fails_when_it_covers_too_little(house: Path) -> None:
    done = run(house, 1)

    assert done.returncode == 1, done.stdout
    assert "1 passed" in done.stdout
    assert "shared/signs.py" in done.stdout
    assert "90 % wanted: FAILED" in done.stdout


def test_a_file_that_no_test_imports_is_missed_in_full(house: Path) -> None:
    (house / "gateway" / "forgotten.py").write_text(_ROOM)
    done = run(house, 1, -2)

    assert done.returncode == 1, done.stdout
    assert "gateway/forgotten.py" in done.stdout
