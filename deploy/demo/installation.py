"""The installation on which the demo runs: one that is up, or one of its own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from deploy.demo.client import InstallationError
from deploy.embedded.stack import Stack
from shared.language import Text

READY_FILE = "run.json"
CREDENTIALS = "credentials.json"
_TIMEOUT = (2, 5)


@dataclass(frozen=True, slots=True)
class Installation:
    """
    The address of a gateway, the accounts of its officers, and its certificate if any.

    `lasting`: it is there after the demo too.
    """

    address: str
    credentials: Path
    certificate: Path | None = None
    lasting: bool = True


@contextmanager
def an_installation(
    data: Path, address: str | None, announce: Callable[[Text], None]
) -> Iterator[Installation]:
    """
    Yield the installation at `address`, else the one that runs on `data`, else a private one.

    A private one lives on free ports and in a temporary folder, and is gone afterwards.
    `InstallationError` where the address does not answer.
    """
    if address is not None:
        if not is_ready(address):
            raise InstallationError(Text(f"{address} 未就绪", f"{address} is not ready"))
        yield Installation(address, data / CREDENTIALS)
        return
    running = running_on(data)
    if running is not None:
        announce(
            Text(
                f"使用正在运行的系统 {running.address}，重放的案件会留在其中；"
                "流程中的每日检查作用于整个系统",
                "using the running installation, where the replayed cases will stay; the daily "
                "checks of the flows cover all of it",
            )
        )
        yield running
        return
    announce(
        Text(
            "没有正在运行的系统，临时启动一套（约 20 秒），只核对日期，不留案件；"
            "要在工作台上查看，请先执行 make run",
            "none is running: starting a private one, which leaves nothing behind; "
            "for cases to look at, have `make run` up",
        )
    )
    with (
        tempfile.TemporaryDirectory(prefix="concord-demo-") as folder,
        Stack(Path(folder), announce=announce) as stack,
    ):
        yield Installation(stack.address, stack.credentials, lasting=False)
        announce(Text("正在停止临时系统", "stopping the private installation"))


def running_on(data: Path) -> Installation | None:
    """Return the installation that says it runs on the folder, if it answers."""
    try:
        facts = json.loads((data / READY_FILE).read_text("utf-8"))
        certificate = Path(facts["certificate"]) if facts.get("certificate") else None
        found = Installation(facts["address"], Path(facts["credentials"]), certificate)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if is_ready(found.address, found.certificate) else None


def is_ready(address: str, certificate: Path | None = None) -> bool:
    """Say whether a gateway at that address can do its work."""
    trusted = str(certificate) if certificate else True
    try:
        answer = requests.get(f"{address.rstrip('/')}/readyz", timeout=_TIMEOUT, verify=trusted)
        return answer.ok
    except requests.RequestException:
        return False
