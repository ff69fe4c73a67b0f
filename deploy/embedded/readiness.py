"""Waiting until parts answer: as long as they get on, and not when one cannot be kept alive."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from deploy.embedded.child import HOPELESS_FAILURES, Child
from deploy.embedded.ports import HOST
from deploy.embedded.progress import Sign, sign_of
from deploy.embedded.supervisor import Announce, ProcessSupervisor
from deploy.refusal import RefusalError
from shared.language import Text

READY, SILENT = "ready", ""
REFUSED, ANOTHER = "refuses our password", "belongs to another installation"
"""Answers of a part; any other is what it says it still waits for."""
Check = Callable[[], str]
_LOOK_SECONDS = 0.1
_NEWS_SECONDS = 15.0


class StartError(RefusalError):
    """A part of the installation does not come up."""


@dataclass(slots=True)
class Wait:
    """
    The wait for some parts of an installation.

    It lasts while a part gets on, however slow the machine is: a silent one by the work of its
    process, one that answers by what it says it waits for. `patience_seconds` without either end
    it, as does a process that dies again and again.
    """

    checks: Mapping[str, Check]
    supervisor: ProcessSupervisor
    announce: Announce
    patience_seconds: float
    _ready: dict[str, int] = field(default_factory=dict)
    _signs: dict[str, Sign] = field(default_factory=dict)

    def run(self) -> None:
        """Return when every check passes; raise `StartError` when that is not to be expected."""
        begun = moved = told = time.monotonic()
        before = {child.command.name: child.restarts for child in self.supervisor.children()}
        with ThreadPoolExecutor(max_workers=len(self.checks) or 1) as pool:
            while True:
                children = {c.command.name: c for c in self.supervisor.children()}
                pending = self._pending(children)
                if not pending:
                    return
                answers = pool.map(_call, [self.checks[name] for name in pending])
                found = dict(zip(pending, answers, strict=True))
                self._note_ready(found, children, begun)
                _refuse_hopeless(children, before)
                now = time.monotonic()
                if self._moved(found, children):
                    moved = now
                waiting = {name: said for name, said in found.items() if said != READY}
                if waiting and now - moved > self.patience_seconds:
                    raise _stuck(
                        {name: found[name] for name in waiting}, children, self.patience_seconds
                    )
                if waiting and now - told > _NEWS_SECONDS:
                    told = now
                    self.announce(_still_waiting(sorted(waiting), now - begun))
                time.sleep(_LOOK_SECONDS)

    def _pending(self, children: Mapping[str, Child]) -> list[str]:
        """Return who has not answered yet, or has died since."""
        for name, restarts in list(self._ready.items()):
            if _restarts(name, children) != restarts:
                del self._ready[name]
        return [name for name in self.checks if name not in self._ready]

    def _note_ready(
        self, found: Mapping[str, str], children: Mapping[str, Child], begun: float
    ) -> None:
        for name, answer in found.items():
            if answer == READY:
                self._ready[name] = _restarts(name, children)
                seconds = time.monotonic() - begun
                self.announce(_is_ready(name, len(self._ready), len(self.checks), seconds))

    def _moved(self, found: Mapping[str, str], children: Mapping[str, Child]) -> bool:
        """Tell whether a part that is waited for gives another sign than at the last look."""
        signs: dict[str, Sign] = {
            name: sign_of(children[name]) if answer == SILENT and name in children else (answer,)
            for name, answer in found.items()
        }
        moved = any(self._signs.get(name) != sign for name, sign in signs.items())
        self._signs = signs
        return moved


def http_ready(port: int, installation: str, *, host: str = HOST, encrypted: bool = False) -> str:
    """
    Return whether the process on `port` says that it can do its work, or which parts it lacks.

    An answer without the mark of this installation comes from a process of another one.
    """
    connection = (
        http.client.HTTPSConnection(host, port, timeout=5, context=_own_machine())
        if encrypted
        else http.client.HTTPConnection(host, port, timeout=5)
    )
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = json.loads(answer.read())
        if said.get("installation") != installation:
            return ANOTHER
        return READY if answer.status == http.HTTPStatus.OK else f"lacks {said['degraded']}"
    except (OSError, http.client.HTTPException, ValueError, LookupError, AttributeError):
        return SILENT
    finally:
        connection.close()


def _own_machine() -> ssl.SSLContext:
    # The mark in the answer proves whose it is; a given certificate names no loopback address.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _call(check: Check) -> str:
    return check()


def _restarts(name: str, children: Mapping[str, Child]) -> int:
    return children[name].restarts if name in children else 0


def _is_ready(name: str, done: int, total: int, seconds: float) -> Text:
    return Text(
        f"{name} 已就绪（{done}/{total}，{seconds:.1f} 秒）",
        f"{name} is ready ({done}/{total}, {seconds:.1f} s)",
    )


def _still_waiting(names: list[str], seconds: float) -> Text:
    listed = ", ".join(names)
    return Text(
        f"仍在启动：{listed}（{seconds:.0f} 秒）", f"still starting: {listed} ({seconds:.0f} s)"
    )


def _refuse_hopeless(children: Mapping[str, Child], before: Mapping[str, int]) -> None:
    for name, child in children.items():
        if child.restarts - before.get(name, 0) >= HOPELESS_FAILURES:
            text = Text(
                f"{name} 无法启动（{child.cause.zh}）。原因见下文及日志 {child.command.log}；"
                "排除后重新执行 make run",
                f"{name} does not start ({child.cause.en}). The reason is below and in "
                f"{child.command.log}; remove it and run again",
            )
            raise StartError(text, child.last_words())


def _stuck(found: Mapping[str, str], children: Mapping[str, Child], seconds: float) -> StartError:
    listed = ", ".join(f"{name} ({said})" if said else name for name, said in found.items())
    known = [children[name] for name in found if name in children]
    logs = ", ".join(str(child.command.log) for child in known)
    text = Text(
        f"{seconds:.0f} 秒内没有进展，未就绪：{listed}。请查看日志 {logs}；"
        "机器较慢时可加大 CONCORD_START_SECONDS",
        f"no progress for {seconds:.0f} s, not ready: {listed}. See {logs}; "
        "on a slow machine set CONCORD_START_SECONDS higher",
    )
    return StartError(text, "\n".join(child.last_words() for child in known))
