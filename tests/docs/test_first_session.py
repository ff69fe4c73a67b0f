"""The first session of the page for integrators, carried out as it is printed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.embedded.stack import Stack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "integrators.md"
_END = "—end of step—"
_BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One block of commands and what the page prints below it."""

    commands: str
    printed: str

    def is_as_printed(self, output: str) -> bool:
        pattern = ".*".join(re.escape(part) for part in self.printed.split("…"))
        return re.fullmatch(pattern, output) is not None


class Shell:
    """A terminal in which a reader types one block after the other."""

    def __init__(self, folder: Path) -> None:
        self._bash = subprocess.Popen(
            ["bash", "--norc"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, commands: str) -> str:
        """Return all that the commands print."""
        assert self._bash.stdin is not None
        assert self._bash.stdout is not None
        self._bash.stdin.write(f"{commands}\necho {_END}\n")
        self._bash.stdin.flush()
        lines = iter(self._bash.stdout.readline, f"{_END}\n")
        return "".join(lines)

    def close(self) -> None:
        self._bash.communicate(timeout=60)


def session() -> list[Step]:
    found = _BLOCK.finditer(PAGE.read_text("utf-8"))
    return [Step(block["commands"], block["output"] or "") for block in found]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Stack]:
    with Stack(tmp_path / "var") as stack:
        yield stack


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    yield shell
    shell.close()


def test_the_first_session_runs_as_printed_without_a_pause(
    installation: Stack, shell: Shell
) -> None:
    steps = session()
    assert len(steps) >= 7

    shell.type(f"PORT={installation.ports.gateway} DATA={installation.data_folder}")
    for step in steps:
        output = shell.type(step.commands)
        assert step.is_as_printed(output), f"{step.commands}\nprinted {output}"
