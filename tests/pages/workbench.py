"""An officer at the workbench: signs in, clicks, and counts the clicks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE_MILLISECONDS = 30_000


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
        width: int = 1366,
        height: int = 768,
        locale: str = "zh-CN",
    ) -> Iterator[Self]:
        """Open a window of its own, with its own cookies."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        workbench = cls(address, accounts, context, page)
        page.on("console", workbench._hear)
        page.on("pageerror", lambda error: workbench.complaints.append(str(error)))
        page.on("request", lambda request: workbench._note(request.url))
        try:
            yield workbench
        finally:
            context.close()

    def sign_in(self, role: str) -> Self:
        """Sign in as the officer of a role."""
        self.go("/sign-in")
        self.page.fill("#username", self.accounts[role]["username"])
        self.page.fill("#password", self.accounts[role]["password"])
        self.page.click("main form button")
        self.page.wait_for_url(f"{self.address}/")
        return self

    def go(self, path: str) -> Self:
        """Open an address."""
        self.page.goto(f"{self.address}{path}")
        return self

    def click(self, selector: str) -> Self:
        """Click, and count it."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.clicks += 1
        return self

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
        """Fail when axe finds a barrier on the page, or the page runs over the edge."""
        found = Axe().run(self.page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], self.page.url
        beyond = "document.documentElement.scrollWidth - window.innerWidth"
        assert self.page.evaluate(beyond) <= 0, self.page.url

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
