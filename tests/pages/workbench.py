"""An officer at the workbench: signs in, clicks, and counts the clicks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.pages.sessions import SHARED
from tests.support.browser import PATIENCE_MILLISECONDS

PREVIEW = "button[name=_preview]:not([aria-hidden])"
WIDE, NARROW = (1366, 768), (360, 740)
# What passes is not asked for: describing it takes longer than finding what does not.
_LOOK = "async () => (await axe.run({resultTypes: ['violations']})).violations"
_LEADS_ELSEWHERE = """element => {
  const link = element.closest("a[href]");
  if (link) return link.href.split("#")[0] !== location.href.split("#")[0];
  const button = element.closest("button");
  return button !== null && button.form !== null && button.type === "submit";
}"""
_IN_A_CLOSED_FOLD = "element => element.closest('details:not([open])') !== null"
_BEYOND = "document.documentElement.scrollWidth - window.innerWidth"


@dataclass
class Workbench:
    """One browser window; everything that it complains of is kept."""

    address: str
    accounts: Mapping[str, Mapping[str, str]]
    context: BrowserContext
    page: Page
    clicks: int = 0
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def open(
        cls,
        browser: Browser,
        address: str,
        accounts: Mapping[str, Mapping[str, str]],
        *,
        script: bool = True,
        width: int = WIDE[0],
        height: int = WIDE[1],
        locale: str = "zh-CN",
    ) -> Iterator[Self]:
        """Open a window of its own, with its own cookies."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            java_script_enabled=script,
        )
        try:
            with cls.opened_in(context, address, accounts) as workbench:
                yield workbench
        finally:
            context.close()

    @classmethod
    @contextmanager
    def opened_in(
        cls, context: BrowserContext, address: str, accounts: Mapping[str, Mapping[str, str]]
    ) -> Iterator[Self]:
        """Open a tab in a window, which keeps style sheets and scripts but no cookies."""
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        workbench = cls(address, accounts, context, page)
        page.on("console", workbench._hear)
        page.on("pageerror", lambda error: workbench.complaints.append(str(error)))
        page.on("request", lambda request: workbench._note(request.url))
        try:
            yield workbench
        finally:
            page.close()
            context.clear_cookies()

    def sign_in(self, role: str, at: str = "/") -> Self:
        """Sign in as the officer of a role, in a session of its own, on the way to a page."""
        self.go(f"/sign-in?next={quote(at, safe='')}")
        self.page.fill("#username", self.accounts[role]["username"])
        self.page.fill("#password", self.accounts[role]["password"])
        self.follow("main form button")
        assert self.page.url == f"{self.address}{at}"
        return self

    def as_officer(self, role: str) -> Self:
        """Take up the session of a role that all tests share; no page is opened yet."""
        SHARED.lend(self.context, self.address, self.accounts[role])
        return self

    def go(self, path: str) -> Self:
        """Open an address."""
        self.page.goto(f"{self.address}{path}")
        return self

    def click(self, selector: str) -> Self:
        """Click, and count it; where it leads to a page, that page is there afterwards."""
        self.follow(selector)
        self.clicks += 1
        return self

    def follow(self, target: str | Locator) -> Self:
        """Click without counting.

        A click alone returns before the page that it asks for has begun: on a busy machine
        what is looked at next would be the page that is being left.
        """
        found = self.page.locator(target).first if isinstance(target, str) else target
        if not found.evaluate(_LEADS_ELSEWHERE):
            found.click()
            return self
        with self.page.expect_navigation():
            found.click()
        return self

    def begin(self, step: str) -> Self:
        """Press the button of a step on the page of a case, unfolding it where it is folded."""
        button = self.page.locator("#steps a", has_text=re.compile(rf"^\s*{re.escape(step)}(\s|$)"))
        if button.evaluate(_IN_A_CLOSED_FOLD):
            self.click("#steps details:has(a) > summary")
        self.follow(button)
        self.clicks += 1
        return self

    def write(self, **fields: str) -> Self:
        """Type into fields of a form; `__` in a name is a dot. Typing is no click."""
        for name, value in fields.items():
            self._shown(name.replace("__", ".")).fill(value)
        return self

    def choose(self, **fields: str) -> Self:
        """Choose a value of each field, by a click."""
        for name, value in fields.items():
            field_name = name.replace("__", ".")
            choice = self.page.locator(
                f"main form :is([name='{field_name}'], [name='{field_name}[]'])"
            )
            if choice.first.evaluate("field => field.tagName") == "SELECT":
                self._shown(field_name).select_option(value)
            else:
                self._unfold(choice.first)
                choice.and_(self.page.locator(f"[value='{value}']")).check()
            self.clicks += 1
        return self

    def add(self, field_name: str) -> Self:
        """Add a row to a list of a form."""
        self._unfold(self.page.locator(f"button[name=_add][value='{field_name}']"))
        return self.click(f"button[name=_add][value='{field_name}']")

    def preview(self) -> Self:
        """Ask what the step would do."""
        return self.click(PREVIEW)

    def confirm(self) -> Self:
        """Carry out the step, its warnings read; what would happen must be on the page."""
        assert "确认后将发生" in self.text
        for warning in self.page.locator("[name=_seen]").all():
            warning.check()
            self.clicks += 1
        self.click("button[name=_confirm]")
        assert "已登记" in self.text
        return self

    def _shown(self, field_name: str) -> Locator:
        found = self.page.locator(f"main form [name='{field_name}']")
        self._unfold(found)
        return found

    def _unfold(self, found: Locator) -> None:
        """Unfold the optional part of a form, by a click, where something lies in it.

        Asked of the document, which waits for it: what is not drawn yet is not folded away.
        """
        if found.first.evaluate(_IN_A_CLOSED_FOLD):
            self.click("form details:not([open]) > summary:has-text('更多')")

    def send_changed(self, **fields: str) -> int:
        """Send the form of the page with fields that no control offers; return the status."""
        with self.page.expect_navigation() as arrived:
            self.page.evaluate(
                """fields => {
                  const form = document.querySelector("main form");
                  for (const [name, value] of Object.entries(fields)) {
                    for (const old of form.querySelectorAll(`[name="${name}"]`)) old.remove();
                    const field = document.createElement("textarea");
                    [field.name, field.value] = [name, value];
                    form.append(field);
                  }
                  HTMLFormElement.prototype.submit.call(form);
                }""",
                fields,
            )
        answer = arrived.value
        assert answer is not None
        assert answer.headers["content-type"].startswith("text/html"), (fields, answer.status)
        return answer.status

    @property
    def text(self) -> str:
        """What the page says in its main part, once it is there as a whole."""
        self.page.wait_for_load_state()
        return self.page.inner_text("main")

    def has_no_barrier(self) -> None:
        """Fail when axe finds a barrier on the page, wide or narrow, or it runs over the edge."""
        self.page.evaluate(AXE_SCRIPT)
        for width, height in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            found = self.page.evaluate(_LOOK)
            said = [(each["id"], each["nodes"][0]["html"]) for each in found]
            assert said == [], (self.page.url, width)
            self.fits_the_window()

    def fits_the_window(self) -> None:
        """Fail when the page runs over the edge."""
        assert self.page.evaluate(_BEYOND) <= 0, (self.page.url, self.page.viewport_size)

    def nothing_went_wrong(self) -> None:
        """Fail when the console complained or something was asked of another machine."""
        assert self.complaints == []
        assert self.elsewhere == []

    def _hear(self, message: object) -> None:
        kind, words = getattr(message, "type", ""), getattr(message, "text", "")
        # A refusal of ours is drawn as a page; the browser notes its status all the same.
        if kind in {"error", "warning"} and "Failed to load resource" not in words:
            self.complaints.append(words)

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.elsewhere.append(url)
