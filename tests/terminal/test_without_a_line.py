"""The line is cut before, during and after sending; the machine restarts; keys end: once each."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Response, expect

from tests.gateway.processes import WebProcess
from tests.gateway.terminal_hall import PHONE, ATerminal, TerminalHall
from tests.support.events import eventually
from tests.terminal.machine import Kiosk, Machine


def test_cut_before_sending_it_is_kept_and_sent_once_when_the_line_is_back(
    machine: Machine,
) -> None:
    machine.cut()
    contents = [machine.hands_in()]
    expect(machine.page.locator("#later")).to_be_visible()
    code = machine.code
    machine.done()
    contents.append(machine.hands_in())
    machine.done()
    assert len(machine.kept()) == 2
    expect(machine.page.locator("#queued")).to_contain_text("待提交 2 件")

    machine.mend()

    machine.is_empty()
    assert [machine.registered(content) for content in contents] == [1, 1]
    # The code that was handed out without a line holds.
    assert machine.terminal.asks(code, PHONE[-4:]).status_code == 200


def test_cut_during_sending_the_answer_is_lost_and_the_petition_is_not_doubled(
    machine: Machine,
) -> None:
    find_again = machine.lose_answers()
    content = machine.hands_in()
    eventually(lambda: machine.registered(content) == 1)
    eventually(lambda: machine.kept()[0]["tries"] >= 1)

    find_again()

    machine.is_empty()
    expect(machine.page.locator("#qr svg")).to_be_visible()
    assert machine.registered(content) == 1


def test_cut_after_sending_nothing_is_sent_again(machine: Machine) -> None:
    content = machine.hands_in()
    machine.page.wait_for_selector("#qr svg")
    machine.cut()
    machine.done()
    machine.reload()
    machine.mend()

    assert machine.kept() == []
    assert machine.registered(content) == 1


def test_the_page_opens_and_goes_on_without_a_line(machine: Machine) -> None:
    machine.cut()
    machine.reload()
    first = machine.hands_in()
    machine.done().reload()
    second = machine.hands_in()
    machine.done()

    assert len(machine.kept()) == 2
    machine.mend()
    machine.is_empty()
    assert (machine.registered(first), machine.registered(second)) == (1, 1)


def test_what_waits_survives_a_restart_of_the_browser(
    hall: TerminalHall, gateway: WebProcess, kiosk: Kiosk
) -> None:
    with kiosk.opened(hall, gateway.url) as machine:
        machine.enters_key(machine.terminal.id, machine.terminal.key)
        machine.cut()
        content = machine.hands_in()
        machine.done()

    with kiosk.opened(hall, gateway.url, machine.terminal) as machine:
        machine.at("start").is_empty()
        assert machine.registered(content) == 1


def test_petitions_arrive_in_the_order_in_which_they_were_handed_in(machine: Machine) -> None:
    taken: list[str] = []

    def note(answered: Response) -> None:
        if answered.url.endswith("/petitions"):
            taken.append(json.loads(answered.request.post_data or "{}")["id"])

    machine.cut()
    contents = []
    for _ in range(3):
        contents.append(machine.hands_in())
        machine.done()
    ids = [each["id"] for each in machine.kept()]
    machine.page.on("response", note)

    machine.mend()

    machine.is_empty()
    assert list(dict.fromkeys(taken)) == ids
    assert [machine.registered(content) for content in contents] == [1, 1, 1], contents


def test_of_two_tabs_one_sends(machine: Machine) -> None:
    machine.cut()
    content = machine.hands_in()
    machine.done()
    tab = machine.another_tab()
    answered: list[str] = []
    for page in (machine.page, tab):
        page.on("response", lambda response: answered.append(response.url))

    machine.mend()

    machine.is_empty()
    assert len([url for url in answered if url.endswith("/petitions")]) == 1
    assert machine.registered(content) == 1


def test_when_the_tab_that_sends_is_closed_the_other_goes_on(machine: Machine) -> None:
    tab = machine.another_tab()
    machine.cut()
    content = machine.hands_in()
    machine.done()

    machine.page.close()
    machine.page = tab
    machine.mend()

    machine.is_empty()
    assert machine.registered(content) == 1


# Chromium applies no quota that is set from outside to what lies in IndexedDB: it is told here to
# end each transaction as it does when there is no room.
FULL = """() => {
  window.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...values) {
    const asked = window.put.apply(this, values);
    this.transaction.abort();
    return asked;
  };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.put = window.put; }"


def test_a_full_machine_says_so_before_the_person_leaves(machine: Machine) -> None:
    machine.cut()
    first = machine.hands_in()
    machine.done().identifies().writes("存不下的一件事")
    machine.page.evaluate(FULL)
    machine.tap("#hand-in")

    machine.at("lost")
    assert "没有保存" in machine.page.inner_text("[data-step=lost]")
    assert "3 号窗口" in machine.page.inner_text("[data-step=lost]")
    assert len(machine.kept()) == 1
    machine.page.evaluate(ROOM_AGAIN)
    # With room again the same person hands the same in.
    machine.tap("[data-step=lost] [data-go=review]").tap("#hand-in").at("receipt")
    machine.done().mend()
    machine.is_empty()
    assert machine.registered(first) == 1
    assert machine.registered("存不下的一件事") == 1


def test_a_clock_that_is_wrong_by_a_day_changes_no_day_of_receipt(machine: Machine) -> None:
    machine.page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
    machine.reload()

    content = machine.hands_in()

    eventually(lambda: machine.registered(content) == 1)
    case = machine.hall.petitions_of(content)[0]
    received = datetime.fromisoformat(case["milestones"]["received"]).date()
    assert received <= (datetime.now(UTC) + timedelta(hours=8)).date()


def test_a_key_that_ends_with_a_full_queue_loses_nothing(machine: Machine) -> None:
    machine.cut()
    contents = []
    for _ in range(2):
        contents.append(machine.hands_in())
        machine.done()
    rotated = machine.hall.client.post(
        f"/api/v1/terminals/{machine.terminal.id}/rotate", headers=machine.hall.officer("admin")
    ).get_json()

    machine.mend()

    eventually(lambda: machine.kept()[0]["tries"] >= 1)
    assert len(machine.kept()) == 2
    assert machine.registered(contents[0]) == 0
    opens_the_queue(machine)
    expect(machine.page.locator("#staff-line")).to_contain_text("密钥已失效")
    machine.tap("#staff-list [data-go=setup]").at("setup")
    machine.page.fill("#own-id", rotated["id"])
    machine.page.fill("#own-key", rotated["key"])
    machine.tap("#set-up").at("start").is_empty()
    assert [machine.registered(content) for content in contents] == [1, 1]


def test_a_terminal_that_was_shut_out_hands_in_its_queue_under_its_new_name(
    machine: Machine,
) -> None:
    find_again = machine.lose_answers()
    arrived = machine.hands_in()
    eventually(lambda: machine.registered(arrived) == 1)
    machine.done().cut()
    waiting = machine.hands_in()
    machine.done()
    path = f"/api/v1/terminals/{machine.terminal.id}"
    machine.hall.client.delete(path, headers=machine.hall.officer("admin"))
    anew = ATerminal.at(machine.hall)
    find_again()
    machine.mend()

    opens_the_queue(machine)
    machine.tap("#staff-list [data-go=setup]").at("setup")
    machine.page.fill("#own-id", anew.id)
    machine.page.fill("#own-key", anew.key)
    machine.tap("#set-up").at("start").is_empty()

    # The first had arrived under the old name, and is not there twice.
    assert (machine.registered(arrived), machine.registered(waiting)) == (1, 1)


def test_staff_see_what_was_refused_and_why(machine: Machine) -> None:
    machine.cut()
    machine.identifies().writes("噪声")
    machine.page.evaluate("document.getElementById('content').value += '\\u0001'")
    machine.tap("#hand-in").at("receipt")
    machine.done()
    content = machine.hands_in()
    machine.done()

    machine.mend()

    # What is refused holds up nothing behind it.
    eventually(lambda: machine.registered(content) == 1)
    eventually(lambda: [each["state"] for each in machine.kept()] == ["refused"])
    opens_the_queue(machine)
    expect(machine.page.locator("#queue")).to_contain_text(re.compile("被退回.* 422"))
    eventually(lambda: machine.hall.listed()[machine.terminal.id]["refused"] == 1)
    machine.tap("#queue button")
    eventually(lambda: machine.kept()[0]["tries"] >= 2)


def test_while_petitions_is_down_the_receipt_is_handed_out_and_the_item_kept(
    machine: Machine,
) -> None:
    machine.hall.petitions.kill()
    try:
        content = machine.hands_in()
        expect(machine.page.locator("#later")).to_be_visible()
        code = machine.code
    finally:
        machine.hall.petitions.start()

    machine.is_empty()
    assert machine.registered(content) == 1
    assert machine.terminal.asks(code, PHONE[-4:]).status_code == 200


def opens_the_queue(machine: Machine) -> None:
    """Open the list of what waits, as staff do."""
    machine.tap("[data-step=start] [data-go=staff]")
    machine.page.fill("#staff-key", machine.terminal.key)
    machine.tap("#staff-open")
    machine.page.wait_for_selector("#staff-list:not([hidden])")


def test_a_queue_of_ten_thousand_keeps_nobody_waiting(machine: Machine) -> None:
    machine.cut()
    first = machine.hands_in()
    machine.done()
    machine.page.evaluate(MANY, 9_999)
    machine.reload()

    machine.tap("[data-step=start] [data-go=notice]").tap("[data-step=notice] [data-go=start]")
    expect(machine.page.locator("#queued")).to_contain_text("待提交 10000 件")
    opens_the_queue(machine)
    expect(machine.page.locator("#waiting")).to_have_text("10000")
    machine.tap("#staff-list [data-leave]").at("start")
    machine.hands_in()
    machine.done()
    machine.mend()

    # The oldest goes first, whatever lies behind it.
    eventually(lambda: machine.registered(first) == 1)


# As many copies of the first item as would come together over weeks without a line.
MANY = """count => new Promise((resolve, reject) => {
  const opening = indexedDB.open("concord-terminal");
  opening.onsuccess = () => {
    const held = opening.result.transaction("items", "readwrite");
    const items = held.objectStore("items");
    items.getAll().onsuccess = ({ target }) => {
      const { number, ...item } = target.result[0];
      for (let made = 0; made < count; made += 1) items.add({ ...item, id: item.id + made });
    };
    held.oncomplete = () => { opening.result.close(); resolve(); };
    held.onabort = reject;
  };
})"""
