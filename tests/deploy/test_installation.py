"""What is installed is locked by hash, alike for users and developers, and names no registry."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", text, re.M | re.I))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()

    entries = [e for e in re.split(r"^(?=[a-z0-9])", text, flags=re.M | re.I) if "==" in e]
    assert len(entries) == len(pinned(lock)) > 20
    for entry in entries:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_developers_test_the_versions_that_users_run() -> None:
    run, test = (pinned(lock) for lock in LOCKS)

    assert {name: test[name] for name in run} == run


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_says_what_and_not_where_from(lock: str) -> None:
    assert not re.search(r"https?://|--index|--find-links", (ROOT / lock).read_text())


def test_help_names_every_target() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)
    assert phony is not None
    assert {line.split()[1] for line in said.stdout.splitlines()} == set(phony[1].split())


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *) exit 0;; esac\n')
    python.chmod(0o755)

    run = subprocess.run(
        ["make", "setup", f"PYTHON={python}", f"VENV={tmp_path}/venv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "apt-get install python3-venv" in run.stderr


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)

    run = subprocess.run(
        ["make", "setup", f"PYTHON={python}", f"VENV={tmp_path}/venv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "3.11" in run.stderr
