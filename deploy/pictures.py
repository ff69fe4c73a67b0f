"""`python -m deploy.pictures`: draw the pictures of the README from an office of the demo."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.demo.__main__ import main as demo
from deploy.demo.memory import FILE as MEMORY_FILE
from deploy.embedded.stack import Stack

# Debian's Chromium; its build without windows does the same in two thirds of the time.
_CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
OFFICER = "chen.jing"
TITLE = "不服责令限期拆除决定"
_SIZE = (1366, 768)
# Without these, Chromium asks hosts of its maker, which a closed network refuses.
_CALM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # One process draws all pages: there is one site only.
    "--renderer-process-limit=1",
)


def chromium() -> Path | None:
    """Return the program of the browser, or None where none is installed."""
    return next((each for each in _CHROMIUMS if each.exists()), None)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Open Debian's Chromium without a window, and close it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(_CALM))
        yield browser
        browser.close()


def draw(address: str, memory: Path, folder: Path) -> list[Path]:
    """Draw home and case as an officer of the demo sees them; return the files."""
    officer = json.loads(memory.read_text("utf-8"))["officers"][OFFICER]
    folder.mkdir(parents=True, exist_ok=True)
    with opened_browser() as browser:
        width, height = _SIZE
        page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        page.goto(f"{address}/sign-in")
        page.fill("#username", officer["username"])
        page.fill("#password", officer["password"])
        page.click("main form button")
        page.wait_for_url(f"{address}/")
        drawn = [_picture(page, folder / "home.png")]
        page.locator("tr[data-row]", has_text=TITLE).get_by_role("link").first.click()
        page.wait_for_load_state()
        drawn.append(_picture(page, folder / "case.png"))
    return drawn


def _picture(page: Page, path: Path) -> Path:
    page.screenshot(path=path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pictures from an installation that is gone afterwards; 0 when they are there."""
    parser = argparse.ArgumentParser(prog="python -m deploy.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    options = parser.parse_args(arguments)
    if chromium() is None:
        print("需要 Chromium · Chromium is needed: apt-get install chromium", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="concord-pictures-") as data,
        Stack(Path(data)) as stack,
    ):
        filled = demo(["--data", data, "--address", stack.address, "--living"])
        if filled != 0:
            return filled
        for path in draw(stack.address, Path(data) / MEMORY_FILE, options.folder):
            print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
