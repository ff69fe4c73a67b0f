"""From start to receipt at a terminal, for people of any age, and nothing of them left behind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.gateway.terminal_hall import ID_NUMBER, PHONE
from tests.terminal.machine import Machine

MOST_TAPS, MOST_KEYS = 45, 60


def test_a_petition_is_handed_in_and_its_receipt_works(machine: Machine) -> None:
    content = machine.hands_in()
    machine.page.wait_for_selector("#qr svg")

    assert machine.registered(content) == 1
    expect(machine.page.locator("#next-step")).to_contain_text("最迟")
    answer = machine.terminal.asks(machine.code, PHONE[-4:])
    assert answer.status_code == 200
    print(f"\nfrom start to receipt: {machine.taps} taps, {machine.keys} keystrokes")
    assert machine.taps <= MOST_TAPS
    assert machine.keys <= MOST_KEYS


def test_the_receipt_is_asked_for_at_the_same_page(machine: Machine) -> None:
    machine.hands_in()
    machine.page.wait_for_selector("#qr svg")
    code = machine.code
    machine.done()

    machine.tap("[data-step=start] [data-go=lookup]")
    machine.tap("#asked-code").on_keys(code.replace(" ", ""))
    machine.tap("#asked-tail").on_keys(PHONE[-4:]).tap("#ask")

    machine.page.wait_for_selector("#standing:not([hidden])")
    assert "已经登记" in machine.page.inner_text("#standing")
    machine.tap("#asked-tail")
    for _ in range(4):
        machine.tap("[data-key=back]")
    machine.on_keys("9999").tap("#ask")
    machine.page.wait_for_selector("#not-found:not([hidden])")
    assert not machine.page.is_visible("#standing")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (ID_NUMBER[:16], "还差 2 位"),
        (ID_NUMBER[:17] + "2", "校验码不符"),
        ("11010119900231001X", "不是有效的身份证号码"),
        (ID_NUMBER, "号码格式正确"),
    ],
)
def test_the_number_is_checked_as_it_is_typed(machine: Machine, typed: str, said: str) -> None:
    machine.tap("[data-step=start] [data-go=notice]").tap("[data-step=notice] [data-next]")

    machine.tap("#id-number").on_keys(typed)

    expect(machine.page.locator("#id-number-said")).to_contain_text(said)


def test_without_a_name_the_step_is_not_left(machine: Machine) -> None:
    machine.tap("[data-step=start] [data-go=notice]").tap("[data-step=notice] [data-next]")
    machine.tap("#id-number").on_keys(ID_NUMBER)

    machine.tap("[data-step=identity] [data-next]")

    expect(machine.page.locator("#name-said")).to_contain_text("请填写姓名")
    assert machine.page.is_visible("[data-step=identity]")


def test_the_notice_says_that_no_period_stops(machine: Machine) -> None:
    machine.tap("[data-step=start] [data-go=notice]")
    notice = machine.page.locator("[data-step=notice]")
    expect(notice).to_contain_text("信访不停止诉讼和行政复议的期限", use_inner_text=True)

    machine.tap("#language")
    expect(notice).to_contain_text("does NOT stop the periods", use_inner_text=True)
    assert machine.page.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("size", ["standard", "large", "largest"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_step_has_a_barrier(machine: Machine, size: str, language: str) -> None:
    machine.tap(f".looks [data-size={size}]")
    if language == "en":
        machine.tap("#language")
    machine.has_no_barrier()
    machine.tap("[data-step=start] [data-go=notice]").has_no_barrier()
    machine.tap("[data-step=notice] [data-go=start]")
    machine.identifies().has_no_barrier()
    machine.writes("噪声").has_no_barrier()
    machine.tap("#contrast").has_no_barrier()
    machine.tap("#hand-in").at("receipt")
    machine.page.wait_for_selector("#qr svg")
    machine.has_no_barrier()


def test_staff_and_lookup_have_no_barrier(machine: Machine) -> None:
    machine.tap("[data-step=start] [data-go=lookup]").has_no_barrier()
    machine.tap("[data-step=lookup] [data-leave]").at("start")
    machine.tap("[data-step=start] [data-go=staff]")
    machine.page.fill("#staff-key", machine.terminal.key)
    machine.tap("#staff-open").page.wait_for_selector("#staff-list:not([hidden])")
    machine.has_no_barrier()


def test_the_queue_is_closed_to_whoever_has_no_key(machine: Machine) -> None:
    machine.tap("[data-step=start] [data-go=staff]")
    machine.page.fill("#staff-key", "guessed")
    machine.tap("#staff-open")

    expect(machine.page.locator("#staff-said")).to_contain_text("不正确")
    assert machine.page.is_hidden("#staff-list")


def test_when_nobody_is_there_everything_of_the_person_is_wiped(machine: Machine) -> None:
    machine.page.clock.install()
    machine.page.reload()
    machine.at("start").identifies()
    machine.type("#content", "还没有写完")

    machine.page.clock.run_for(61_000)
    machine.page.wait_for_selector("#idle[open]")
    machine.tap("#stay")
    expect(machine.page.locator("#idle")).to_be_hidden()
    assert machine.page.input_value("#content") == "还没有写完"

    machine.page.clock.run_for(61_000)
    machine.page.wait_for_selector("#idle[open]")
    machine.page.clock.run_for(16_000)
    machine.at("start")
    machine.holds_nothing_of("王小明", ID_NUMBER, PHONE, "还没有写完")


def test_after_the_receipt_no_way_back_leads_to_the_person(machine: Machine) -> None:
    content = machine.hands_in()
    machine.page.wait_for_selector("#qr svg")
    machine.done()

    machine.holds_nothing_of("王小明", ID_NUMBER, PHONE, content)
    machine.page.go_back()
    machine.page.wait_for_load_state()
    assert content not in machine.page.content()


def test_what_waits_is_sealed(machine: Machine) -> None:
    machine.cut()
    content = machine.hands_in()
    machine.done()

    assert len(machine.kept()) == 1
    machine.holds_nothing_of("王小明", ID_NUMBER, PHONE, content)


def test_a_mistake_is_corrected_within_ten_minutes_and_the_receipt_stays(
    machine: Machine,
) -> None:
    machine.hands_in()
    machine.page.wait_for_selector("#qr svg")
    code = machine.code

    machine.tap("#correction summary").type("#correction-text", "门牌号应为 12 号").tap("#correct")

    machine.page.wait_for_selector("#corrected:not([hidden])")
    machine.is_empty()
    assert machine.code == code


def test_what_the_server_refuses_is_corrected_by_the_person_at_once(machine: Machine) -> None:
    machine.identifies().writes("噪声")
    # A sign that nobody sees, which the page lets pass and the server does not.
    machine.page.evaluate("document.getElementById('content').value += '\\u0001'")
    machine.tap("#hand-in")

    machine.page.wait_for_selector("#refused:not([hidden])")
    assert machine.at("review").kept() == []


def test_the_receipt_is_printed_on_paper_of_eighty_millimetres(machine: Machine) -> None:
    machine.hands_in()
    machine.page.wait_for_selector("#qr svg")

    machine.page.emulate_media(media="print")

    assert machine.page.is_hidden("header")
    assert machine.page.is_hidden("#done")
    width = machine.page.evaluate("document.getElementById('paper').getBoundingClientRect().width")
    assert width <= 80 / 25.4 * 96


def test_the_receipt_bears_the_day_in_china(machine: Machine) -> None:
    machine.page.clock.install(time=datetime(2026, 3, 12, 16, 30, tzinfo=UTC))
    machine.reload()

    machine.hands_in()

    expect(machine.page.locator("#printed-at")).to_contain_text("2026/3/13 ")


def test_a_card_reader_is_asked_at_its_own_address_alone(machine: Machine) -> None:
    address = "ws://127.0.0.1:1919/card"
    answer = machine.context.request.get(f"{machine.address}/terminal?reader={address}")
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self' ws://127.0.0.1:1919;" in policy

    for elsewhere in ("ws://10.0.0.1:1919", "http://127.0.0.1", "ws://127.0.0.1:1; img-src *"):
        answer = machine.context.request.get(
            f"{machine.address}/terminal", params={"reader": elsewhere}
        )
        assert "connect-src 'self';" in answer.headers["content-security-policy"]


def test_a_card_fills_name_and_number(machine: Machine) -> None:
    card = f'{{"partyName": "李四", "certNumber": "{ID_NUMBER}"}}'
    machine.page.route_web_socket(
        "ws://127.0.0.1:1919/", lambda socket: socket.on_message(lambda _: socket.send(card))
    )
    machine.page.goto(f"{machine.address}/terminal?reader=ws://127.0.0.1:1919/")
    machine.at("start")
    machine.tap("[data-step=start] [data-go=notice]").tap("[data-step=notice] [data-next]")

    machine.tap("#read-card")

    expect(machine.page.locator("#name")).to_have_value("李四")
    assert machine.page.input_value("#id-number") == ID_NUMBER
