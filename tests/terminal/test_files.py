"""Files from a stick: added, taken out, sealed with the petition, sent once, and told of."""

from __future__ import annotations

import json
import uuid

import pytest
from playwright.sync_api import Response, expect

from shared.attachments.hall_settings import HallFileSettings
from tests.gateway.processes import WebProcess
from tests.gateway.terminal_hall import TerminalHall
from tests.support.events import eventually
from tests.terminal.machine import Kiosk, Machine

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DEED, NOTICE = ("房产证.pdf", PDF), ("告知书.pdf", PDF + b"% notice")
LIMITS = HallFileSettings()


def some_noise() -> str:
    return f"小区夜间施工噪声 {uuid.uuid4().hex[:10]}"


def hands_in_with(machine: Machine, *files: tuple[str, bytes]) -> str:
    """Hand in a petition with files, up to its receipt; return its text."""
    content = some_noise()
    machine.identifies().adds(*files).writes(content)
    machine.tap("#hand-in").at("receipt")
    return content


def names(machine: Machine, content: str) -> list[str]:
    return [each["name"] for each in machine.papers(content)]


def test_files_are_listed_taken_out_and_reviewed(machine: Machine) -> None:
    machine.identifies().adds(DEED, NOTICE)
    rows = machine.page.locator("#files-list li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("房产证.pdf（1 KB）")

    machine.tap("#files-list li:nth-child(1) button")

    expect(rows).to_have_count(1)
    machine.writes("噪声")
    assert machine.page.inner_text("#review-files") == "告知书.pdf（1 KB）"
    machine.has_no_barrier()


@pytest.mark.parametrize("size", ["standard", "largest"])
def test_the_list_of_files_has_no_barrier(machine: Machine, size: str) -> None:
    machine.tap(f".looks [data-size={size}]")
    machine.identifies().adds(("很长的文件名" * 20 + ".pdf", PDF), NOTICE).has_no_barrier()
    machine.adds(("游戏.exe", b"MZ")).has_no_barrier()


def test_with_a_line_files_become_attachments_and_the_receipt_says_so(machine: Machine) -> None:
    content = hands_in_with(machine, DEED, NOTICE)

    expect(machine.page.locator("#files-told")).to_contain_text("材料 2 份，已收入案卷")
    machine.is_empty()
    assert names(machine, content) == ["房产证.pdf", "告知书.pdf"]


def test_without_a_line_files_survive_a_reload_and_are_sent_once(machine: Machine) -> None:
    machine.cut()
    content = hands_in_with(machine, DEED, NOTICE)
    expect(machine.page.locator("#files-told")).to_contain_text("随本件自动提交")
    machine.done().reload()
    expect(machine.page.locator("#queued")).to_contain_text("待提交 1 件，材料 2 份")
    taken: list[str] = []
    machine.page.on("response", lambda answered: taken.append(answered.url.rpartition("/")[2]))

    machine.mend()

    machine.is_empty()
    assert [each for each in taken if each in {"petitions", "files"}] == [
        "petitions",
        "files",
        "files",
    ]
    assert names(machine, content) == ["房产证.pdf", "告知书.pdf"]


def test_files_survive_a_restart_of_the_browser(
    hall: TerminalHall, gateway: WebProcess, kiosk: Kiosk
) -> None:
    with kiosk.opened(hall, gateway.url) as machine:
        machine.enters_key(machine.terminal.id, machine.terminal.key)
        machine.cut()
        content = hands_in_with(machine, DEED)
        machine.done()

    with kiosk.opened(hall, gateway.url, machine.terminal) as machine:
        machine.at("start").is_empty()
        assert names(machine, content) == ["房产证.pdf"]


def test_an_answer_that_is_lost_doubles_no_file(machine: Machine) -> None:
    find_again = machine.lose_answers("files")
    content = hands_in_with(machine, DEED)
    eventually(lambda: names(machine, content) == ["房产证.pdf"])
    eventually(lambda: [each["tries"] >= 1 for each in machine.kept()] == [True])

    find_again()

    machine.is_empty()
    assert names(machine, content) == ["房产证.pdf"]


def test_a_petition_waits_for_no_files(machine: Machine) -> None:
    order: list[str] = []

    def note(answered: Response) -> None:
        if answered.url.endswith("/petitions"):
            order.append(json.loads(answered.request.post_data or "{}")["id"])
        elif answered.url.endswith("/files"):
            order.append("file")

    machine.cut()
    contents = [hands_in_with(machine, DEED)]
    machine.done()
    contents.append(hands_in_with(machine, NOTICE))
    machine.done()
    petitions = [each["id"] for each in machine.kept() if each["kind"] == "petition"]
    machine.page.on("response", note)

    machine.mend()

    machine.is_empty()
    assert order == [*petitions, "file", "file"]
    assert [names(machine, content) for content in contents] == [["房产证.pdf"], ["告知书.pdf"]]


def test_what_is_too_large_of_a_wrong_kind_or_empty_is_not_added(machine: Machine) -> None:
    machine.identifies()

    machine.adds(("录像.mp4", bytes(LIMITS.file_bytes + 1)), ("游戏.exe", b"MZ"), ("空.pdf", b""))

    said = machine.page.inner_text("#files-said")
    assert f"“录像.mp4”超过 {LIMITS.file_megabytes} MB" in said
    assert "“游戏.exe”不是可以接收的文件" in said
    assert "“空.pdf”是空的" in said
    expect(machine.page.locator("#files-list li")).to_have_count(0)
    machine.writes("噪声")
    assert machine.page.inner_text("#review-files") == "—"


def test_no_more_than_the_limit_are_added_and_none_twice(machine: Machine) -> None:
    machine.identifies()
    many = [(f"第{number}页.pdf", PDF + b"%" * number) for number in range(LIMITS.most_files + 1)]

    machine.adds(many[0]).adds(*many)

    expect(machine.page.locator("#files-list li")).to_have_count(LIMITS.most_files)
    said = machine.page.inner_text("#files-said")
    assert f"最多 {LIMITS.most_files} 份，“{many[-1][0]}”没有添加" in said


def test_what_only_looks_right_is_refused_by_its_content_and_the_petition_stands(
    machine: Machine,
) -> None:
    content = hands_in_with(machine, ("照片.jpg", b"MZ\x90\x00" + bytes(200)), DEED)

    told = machine.page.locator("#files-told")
    expect(told).to_contain_text("“照片.jpg”未收，请带到窗口")
    expect(told).to_contain_text("材料 1 份，已收入案卷")
    machine.tap("#language")
    expect(told).to_contain_text("“照片.jpg” was not taken")
    machine.is_empty()
    assert machine.registered(content) == 1
    assert names(machine, content) == ["房产证.pdf"]


def test_files_that_wait_are_sealed(machine: Machine) -> None:
    machine.cut()
    hands_in_with(machine, DEED)
    machine.done()

    machine.holds_nothing_of("房产证")
    assert "Catalog" not in machine.sealed_bytes()


def test_when_nobody_is_there_files_are_wiped_and_those_that_wait_are_not(
    machine: Machine,
) -> None:
    machine.page.clock.install()
    machine.page.reload()
    machine.at("start").cut()
    hands_in_with(machine, DEED)
    machine.done()
    machine.identifies().adds(NOTICE)

    # While files are chosen the page hears no touch, so it waits longer after that.
    machine.page.clock.run_for(76_000)
    machine.at("start")

    machine.holds_nothing_of("告知书")
    assert [each["kind"] for each in machine.kept()] == ["petition", "file"]
    machine.identifies()
    expect(machine.page.locator("#files-list li")).to_have_count(0)


# Chromium applies no quota that is set from outside: it is told that hardly anything is left.
HARDLY_ANY_ROOM = """() => {
  navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - 1e7 });
}"""


def test_where_there_is_no_room_for_files_the_petition_still_goes(machine: Machine) -> None:
    machine.cut().page.evaluate(HARDLY_ANY_ROOM)
    content = hands_in_with(machine, DEED)

    expect(machine.page.locator("#files-told")).to_contain_text("没有保存：请把材料带到窗口")
    assert [each["kind"] for each in machine.kept()] == ["petition"]
    machine.done().mend()
    machine.is_empty()
    assert machine.registered(content) == 1
    assert names(machine, content) == []


# And to end each transaction that keeps the bytes of a file, as it does when there is no room.
FULL_FOR_FILES = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...values) {
    const asked = put.apply(this, values);
    if (this.name === "contents") this.transaction.abort();
    return asked;
  };
}"""


def test_a_disk_that_is_full_halfway_loses_no_petition(machine: Machine) -> None:
    machine.cut().page.evaluate(FULL_FOR_FILES)
    content = hands_in_with(machine, DEED, NOTICE)

    expect(machine.page.locator("#files-told")).to_contain_text("没有保存：请把材料带到窗口")
    machine.done().mend()
    machine.is_empty()
    assert machine.registered(content) == 1


def test_files_of_a_refused_petition_are_handed_in_again_with_it(machine: Machine) -> None:
    machine.identifies().adds(DEED).writes("噪声")
    machine.page.evaluate("document.getElementById('content').value += '\\u0001'")
    machine.tap("#hand-in")
    machine.page.wait_for_selector("#refused:not([hidden])")
    assert machine.kept() == []
    content = some_noise()
    machine.page.evaluate("said => { document.getElementById('content').value = said; }", content)

    machine.tap("#hand-in").at("receipt")

    machine.is_empty()
    assert names(machine, content) == ["房产证.pdf"]


def test_staff_try_a_refused_petition_again_with_its_files(machine: Machine) -> None:
    machine.cut()
    machine.identifies().adds(DEED).writes("噪声")
    machine.page.evaluate("document.getElementById('content').value += '\\u0001'")
    machine.tap("#hand-in").at("receipt")
    machine.done().mend()

    eventually(lambda: {each["state"] for each in machine.kept()} == {"refused"})
    tries = machine.kept()[0]["tries"]
    machine.tap("[data-step=start] [data-go=staff]")
    machine.page.fill("#staff-key", machine.terminal.key)
    machine.tap("#staff-open")
    machine.page.wait_for_selector("#staff-list:not([hidden])")
    expect(machine.page.locator("#queue")).to_contain_text("材料")
    machine.tap("#queue tr:nth-child(1) button")

    eventually(lambda: [each["tries"] for each in machine.kept()] == [tries + 1, 0])
    assert {each["state"] for each in machine.kept()} == {"refused"}


# What the browser keeps, as the release before files kept it: one store fewer, and one index.
AS_BEFORE = """([rows, own]) => new Promise((resolve, reject) => {
  const gone = indexedDB.deleteDatabase("concord-terminal");
  gone.onerror = reject;
  gone.onsuccess = () => {
    const opening = indexedDB.open("concord-terminal", 1);
    opening.onerror = reject;
    opening.onupgradeneeded = () => {
      const options = { keyPath: "number", autoIncrement: true };
      const items = opening.result.createObjectStore("items", options);
      items.createIndex("state", "state");
      for (const row of rows) items.put(row);
      opening.result.createObjectStore("settings").put(own, "own");
    };
    opening.onsuccess = () => { opening.result.close(); resolve(); };
  };
})"""
OWN = "async () => { const own = await terminalQueue.settings(); return own; }"


def test_a_queue_of_the_release_before_is_sent_too(machine: Machine) -> None:
    pattern = f"{machine.address}/api/v1/terminal/**"
    machine.context.route(pattern, lambda route: route.abort())
    content = machine.hands_in()
    machine.done()
    rows, own = machine.kept(), machine.page.evaluate(OWN)
    machine.page.goto(f"{machine.address}/healthz")
    machine.page.evaluate(AS_BEFORE, [rows, own])
    machine.context.unroute(pattern)

    machine.page.goto(f"{machine.address}/terminal")

    machine.at("start").is_empty()
    assert machine.registered(content) == 1
    another = hands_in_with(machine, DEED)
    machine.is_empty()
    assert names(machine, another) == ["房产证.pdf"]
