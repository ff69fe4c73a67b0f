"""A person at a terminal: touches, types, and counts both; and the line behind the terminal."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Page, Route

from deploy.pictures import chromium
from tests.gateway.terminal_hall import ID_NUMBER, PHONE, ATerminal, TerminalHall
from tests.support.browser import PATIENCE_MILLISECONDS
from tests.support.events import eventually

PORTRAIT, NARROW = (1080, 1920), (360, 740)
_CONTENTS = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("concord-terminal");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const asked = opening.result.transaction("contents").objectStore("contents").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map((each) => new TextDecoder("latin1").decode(each)).join());
    };
  };
})"""
_VIOLATIONS = "async () => (await axe.run({resultTypes: ['violations']})).violations"
_SMALL = """() => [...document.querySelectorAll("button, input, textarea, summary")]
  .filter(each => each.checkVisibility())
  .map(each => [each.id || each.innerText, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 88 || box.height < 88).map(([name]) => name)"""
_BEYOND = "document.documentElement.scrollWidth - window.innerWidth"
_KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("concord-terminal");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const asked = opening.result.transaction("items").objectStore("items").getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


@dataclass
class Machine:
    """One browser window as a kiosk; everything that it complains of is kept."""

    hall: TerminalHall
    terminal: ATerminal
    address: str
    context: BrowserContext
    page: Page
    taps: int = 0
    keys: int = 0
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def set_up(cls, hall: TerminalHall, address: str, browser: Browser) -> Iterator[Self]:
        """Open a window and enter the key of a new terminal."""
        width, height = PORTRAIT
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", has_touch=True
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        terminal = ATerminal.at(hall, window="3 号窗口", reader_url="ws://127.0.0.1:1919")
        machine = cls(hall, terminal, address, context, context.new_page())
        machine.listen(machine.page)
        try:
            machine.page.goto(f"{address}/terminal")
            machine.enters_key(terminal.id, terminal.key)
            yield machine
        finally:
            context.close()

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def enters_key(self, terminal_id: str, key: str) -> None:
        """Set the terminal up, as staff do."""
        self.at("setup")
        self.page.fill("#own-id", terminal_id)
        self.page.fill("#own-key", key)
        self.page.click("#set-up")
        self.at("start")
        # The page is kept from now on.
        self.page.wait_for_function(
            "async () => (await (await caches.open('concord-terminal-page')).keys()).length >= 4"
        )

    def at(self, step: str) -> Self:
        """Wait until the step is there."""
        self.page.wait_for_selector(f"[data-step={step}]:not([hidden])")
        return self

    def tap(self, selector: str) -> Self:
        """Touch something, and count it."""
        self.page.locator(f"{selector}:visible").first.tap()
        self.taps += 1
        return self

    def type(self, selector: str, text: str) -> Self:
        """Type on the keyboard into a field that is touched first."""
        self.tap(selector)
        self.page.locator(selector).press_sequentially(text)
        self.keys += len(text)
        return self

    def on_keys(self, text: str) -> Self:
        """Touch the keys on the screen."""
        for key in text:
            self.tap(f"[data-key='{key}']")
        return self

    def identifies(self) -> Self:
        """Go from the start to the matter: notice, number, name, telephone."""
        self.tap("[data-step=start] [data-go=notice]").tap("[data-step=notice] [data-next]")
        self.tap("#id-number").on_keys(ID_NUMBER)
        self.type("#name", "王小明")
        self.tap("#phone").on_keys(PHONE)
        return self.tap("[data-step=identity] [data-next]").at("matter")

    def adds(self, *files: tuple[str, bytes]) -> Self:
        """Choose files at the matter, as from a stick; each is a name and its content."""
        with self.page.expect_file_chooser() as chooser:
            self.tap("#add-files")
        chosen = [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            for name, content in files
        ]
        chooser.value.set_files(chosen)
        # Read, and looked at, when the field is empty again.
        self.page.wait_for_function("() => document.getElementById('files').value === ''")
        return self

    def writes(self, content: str) -> Self:
        """Write what it is about, and go on to the review."""
        self.type("#content", content)
        assert self.page.input_value("#content") == content
        return self.tap("[data-step=matter] [data-next]").at("review")

    def hands_in(self, content: str | None = None) -> str:
        """Hand in a petition from start to receipt; return its text."""
        said = content or f"小区夜间施工噪声 {uuid.uuid4().hex[:10]}"
        self.identifies().writes(said)
        self.tap("#hand-in").at("receipt")
        return said

    def done(self) -> Self:
        self.tap("#done")
        return self.at("start")

    @property
    def code(self) -> str:
        """The code on the receipt."""
        return self.page.inner_text("#code")

    def kept(self) -> list[dict[str, Any]]:
        """What the browser keeps."""
        found: list[dict[str, Any]] = self.page.evaluate(_KEPT)
        return found

    def sealed_bytes(self) -> str:
        """The files that the browser keeps, byte for byte as Latin-1."""
        found: str = self.page.evaluate(_CONTENTS)
        assert found
        return found

    def is_empty(self) -> None:
        """Wait until nothing waits any more."""

        def nothing_waits() -> bool:
            try:
                return not self.kept()
            except Error:  # the page is being wiped: look again at the next one
                return False

        eventually(nothing_waits)

    def papers(self, content: str) -> list[dict[str, Any]]:
        """The attachments of the petition with this text, as its officer reads them."""
        self.page.wait_for_timeout(1)
        (case,) = self.hall.petitions_of(content)
        path = f"/api/v1/petitions/{case['id']}/attachments"
        answer = self.hall.client.get(path, headers=self.hall.officer("petition_officer"))
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items

    def registered(self, content: str) -> int:
        """How many petitions have this text at the office."""
        # Routes of this test are answered only while the browser is asked something.
        self.page.wait_for_timeout(1)
        return len(self.hall.petitions_of(content))

    def cut(self) -> Self:
        """Cut the line."""
        self.context.set_offline(True)
        return self

    def mend(self) -> Self:
        """Bring the line back."""
        self.context.set_offline(False)
        return self

    def reload(self) -> Self:
        self.page.reload()
        return self.at("start")

    def another_tab(self) -> Page:
        page = self.context.new_page()
        self.listen(page)
        page.goto(f"{self.address}/terminal")
        page.wait_for_selector("[data-step=start]:not([hidden])")
        return page

    def lose_answers(self, path: str = "petitions") -> Callable[[], None]:
        """Let requests through and lose their answers, until the returned function is called."""

        def lose(route: Route) -> None:
            route.fetch()
            with suppress(Error):  # the line was cut meanwhile: the answer is lost all the same
                route.abort("connectionreset")

        pattern = f"{self.address}/api/v1/terminal/{path}"
        self.context.route(pattern, lose)
        return lambda: self.context.unroute(pattern)

    def has_no_barrier(self) -> None:
        """Fail when axe finds a barrier, a target is small, or the page runs over the edge."""
        self.page.evaluate(AXE_SCRIPT)
        for width, height in (PORTRAIT, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            found = self.page.evaluate(_VIOLATIONS)
            said = [(each["id"], each["nodes"][0]["html"]) for each in found]
            assert said == [], width
            assert self.page.evaluate(_BEYOND) <= 0, width
        width, height = PORTRAIT
        self.page.set_viewport_size({"width": width, "height": height})
        assert self.page.evaluate(_SMALL) == []

    def holds_nothing_of(self, *personal: str) -> None:
        """Fail when the page, its storage or its caches hold something of a person."""
        seen = json.dumps(self.kept()) + self.page.content()
        seen += self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        fields = "[...document.querySelectorAll('input, textarea')].map(each => each.value).join()"
        seen += self.page.evaluate(fields)
        assert [each for each in personal if each in seen] == []

    def nothing_went_wrong(self) -> None:
        assert self.complaints == []

    def _hear(self, message: object) -> None:
        kind, words = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in {"error", "warning"} and "Failed to load resource" not in words:
            self.complaints.append(words)


@dataclass(frozen=True)
class Kiosk:
    """A browser with a profile of its own, which may be closed and opened again."""

    browser: Browser
    profile: Path

    @contextmanager
    def opened(
        self, hall: TerminalHall, address: str, terminal: ATerminal | None = None
    ) -> Iterator[Machine]:
        """Open it at the terminal's page; `terminal` is the one that it was before."""
        width, height = PORTRAIT
        context = self.browser.browser_type.launch_persistent_context(
            self.profile,
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu"],
            viewport={"width": width, "height": height},
            locale="zh-CN",
            has_touch=True,
        )
        try:
            machine = Machine(
                hall, terminal or ATerminal.at(hall), address, context, context.new_page()
            )
            machine.page.goto(f"{address}/terminal")
            yield machine
        finally:
            context.close()
