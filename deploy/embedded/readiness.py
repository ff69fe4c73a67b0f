"""Waiting until parts answer, with an early end when one of them cannot be kept alive."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from deploy.embedded.ports import HOST
from deploy.embedded.supervisor import Announce, Supervisor
from shared.language import Text

Check = Callable[[], bool]
_HOPELESS_FAILURES = 4
_LOOK_SECONDS = 0.1


class StartError(RuntimeError):
    """A part of the installation does not come up."""

    def __init__(self, text: Text, last_words: str = "") -> None:
        self.text = text
        self.last_words = last_words
        super().__init__(f"{text.en}\n{last_words}".rstrip())


def await_ready(
    checks: Mapping[str, Check],
    supervisor: Supervisor,
    announce: Announce,
    timeout_seconds: float,
) -> None:
    """Return when every check has passed once, announcing each as it does.

    Raises `StartError` when a checked child dies again and again, or when the time is up.
    """
    begun, pending = time.monotonic(), dict(checks)
    with ThreadPoolExecutor(max_workers=len(checks) or 1) as pool:
        while pending:
            for name, ready in zip(pending, pool.map(_call, list(pending.values())), strict=True):
                if ready:
                    announce(_ready(name, len(checks) - len(pending) + 1, len(checks), begun))
                    pending = {other: pending[other] for other in pending if other != name}
            _refuse_hopeless(supervisor)
            if pending and time.monotonic() - begun > timeout_seconds:
                raise _too_late(sorted(pending), supervisor, timeout_seconds)
            time.sleep(_LOOK_SECONDS)


def http_ready(port: int) -> bool:
    """Return whether the process on `port` says that it can do its work (`/readyz` is 200)."""
    connection = http.client.HTTPConnection(HOST, port, timeout=3)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _call(check: Check) -> bool:
    return check()


def _ready(name: str, done: int, total: int, begun: float) -> Text:
    seconds = time.monotonic() - begun
    return Text(
        f"{name} 已就绪（{done}/{total}，{seconds:.1f} 秒）",
        f"{name} is ready ({done}/{total}, {seconds:.1f} s)",
    )


def _refuse_hopeless(supervisor: Supervisor) -> None:
    for child in supervisor.children():
        if child.failures >= _HOPELESS_FAILURES:
            name = child.command.name
            text = Text(
                f"{name} 无法启动，日志 {child.command.log}",
                f"{name} does not start, its log is {child.command.log}",
            )
            raise StartError(text, child.last_words())


def _too_late(names: list[str], supervisor: Supervisor, seconds: float) -> StartError:
    listed = ", ".join(names)
    words = [c.last_words() for c in supervisor.children() if c.command.name in names]
    return StartError(
        Text(f"{seconds:.0f} 秒内未就绪：{listed}", f"not ready within {seconds:.0f} s: {listed}"),
        "\n".join(words),
    )
