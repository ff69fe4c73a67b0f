"""A small procedure, keys and a clock of its own, with which casework can be tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from marshmallow import fields

from shared.casework.act_parts import Act
from shared.casework.casework import Casework
from shared.casework.decision import Circumstances, Decision, decide
from shared.casework.entry import Request
from shared.casework.fields import Choice, ListOf, Part, PastDate, PersonalText, PlainText
from shared.casework.guarding import Actor, Attempt, Finding, invalid
from shared.casework.keys import CaseworkKeys
from shared.casework.loading import load_procedure
from shared.casework.payload_parts import Agency, Party
from shared.casework.payloads import Command, Opening
from shared.casework.personal import Sealer
from shared.casework.procedure import Procedure
from shared.casework.search_keys import SearchKeys
from shared.casework.standing import standing_by
from shared.casework.store import CaseStore
from shared.casework.track import Track
from shared.http.labels import label
from shared.http.schemas import StrictInteger, load
from shared.language import Text
from shared.law import load_rules, official_calendar
from shared.storage.database import Database

TODAY = date(2026, 11, 20)
AGENCY = {"code": "11120101000000001H", "name": "示范区人民政府"}
OFFICER = Actor("officer-1", "reconsideration_officer", AGENCY["code"], AGENCY["name"])
OTHER_AGENCY = Actor("officer-2", "reconsideration_officer", "11310000000000002A", "另一机关")
ID_NUMBER = "110101199003070011"
# What an officer may do with a case that was filed: by the procedure, and as in every track.
WHEN_FILED = [
    "accept",
    "refuse",
    "note",
    "assign",
    "complete_file",
    "correct_entry",
    "take_back_entry",
    "withdraw_case",
]

PROCEDURE = """
track: reconsideration
collection: reconsiderations
service: reconsideration
number: 试案
label: {zh: 试验程序, en: trial procedure}
states:
  filed: {label: {zh: 已申请, en: filed}, phase: open}
  accepted: {label: {zh: 已受理, en: accepted}, phase: open}
  suspended: {label: {zh: 已中止, en: suspended}, phase: open}
  decided: {label: {zh: 已决定, en: decided}, phase: ended}
  closed: {label: {zh: 已结案, en: closed}, phase: closed}
commands:
  file:
    label: {zh: 申请, en: file}
    creates: true
    to: filed
    roles: [reconsideration_officer]
    payload: File
    articles: [行政复议法30]
    event: filed
    event_data: [channel]
    shares: [parties, act]
    opens: {parties: {applicants: applicant, respondent: respondent}, act: act}
    sets: {facts: [channel, content], milestones: {received: payload.received_on}}
    order: [[act.made_on, payload.received_on]]
    clocks:
      - {start: FY-08, day_zero: payload.received_on}
  accept:
    label: {zh: 受理, en: accept}
    from: [filed]
    to: accepted
    roles: [reconsideration_officer]
    payload: Accept
    articles: [行政复议法30¶1]
    event: accepted
    guards: [simplified_needs_a_ground]
    sets: {facts: [procedure], milestones: {accepted: on}}
    clocks:
      - {meet: [FY-08]}
      - {start: FY-18, day_zero: on, unless: {payload.procedure: simplified}}
      - {start: FY-19, day_zero: on, when: {payload.procedure: simplified}}
  deem_accepted:
    label: {zh: 视为受理, en: deem accepted}
    from: [filed]
    to: accepted
    roles: [system]
    payload: Plain
    articles: [行政复议法30¶3]
    event: deemed_accepted
    sets: {milestones: {accepted: on}}
    clocks:
      - {meet: [FY-08]}
      - {start: FY-18, day_zero: on}
  refuse:
    label: {zh: 不予受理, en: refuse}
    from: [filed]
    to: closed
    roles: [reconsideration_officer]
    payload: Plain
    articles: [行政复议法30¶2]
    event: refused
    clocks:
      - {meet: [FY-08]}
  suspend:
    label: {zh: 中止, en: suspend}
    from: [accepted]
    to: suspended
    roles: [reconsideration_officer]
    payload: Suspend
    articles: [行政复议法39]
    event: suspended
    clocks:
      - {pause: [FY-18, FY-19], reason: payload.ground}
  resume:
    label: {zh: 恢复, en: resume}
    from: [suspended]
    to: accepted
    roles: [reconsideration_officer, system]
    payload: Plain
    articles: [行政复议法39¶2]
    event: resumed
    clocks:
      - {resume: [FY-18, FY-19]}
  extend:
    label: {zh: 延期, en: extend}
    from: [accepted]
    roles: [reconsideration_officer]
    payload: Extend
    articles: [行政复议法62¶1]
    event: extended
    clocks:
      - {extend: [FY-18], by: payload.days}
  note:
    label: {zh: 记录, en: note}
    from: any
    roles: [reconsideration_officer]
    payload: Note
    articles: [行政复议法49]
    event: noted
    sets: {append: {notes: [text]}}
  decide:
    label: {zh: 决定, en: decide}
    from: [accepted]
    to: decided
    roles: [reconsideration_officer]
    payload: Plain
    articles: [行政复议法61]
    event: decided
    sets: {milestones: {decided: on}}
    clocks:
      - meet: [FY-18, FY-19]
        late: {code: decided-late, basis: 行政复议法62, text: {zh: 逾期决定, en: decided late}}
  serve:
    label: {zh: 送达, en: serve}
    from: [decided]
    roles: [reconsideration_officer]
    payload: Serve
    articles: [行政复议法75]
    event: served
    clocks:
      - {start: FY-29, day_zero: payload.served_on, party: payload.party}
  close:
    label: {zh: 结案, en: close}
    from: [decided]
    to: closed
    roles: [reconsideration_officer]
    payload: Plain
    articles: [行政复议法75]
    event: closed
    clocks:
      - {cancel: all}
expiry:
  FY-08: {command: deem_accepted}
  FY-29:
    ends: true
    warning:
      {code: suit-window-over, basis: 行政诉讼法45, text: {zh: 起诉期限届满, en: no suit any more}}
"""


class File(Opening):
    channel = Choice(
        {"counter": Text("窗口", "counter"), "online": Text("网上", "online")},
        required=True,
        metadata=label("申请方式", "how it was filed"),
    )
    received_on = PastDate(required=True, metadata=label("收到日期", "received on"))
    applicants = ListOf(Part(Party), least=1, required=True, metadata=label("申请人", "applicants"))
    respondent = fields.Nested(Agency, required=True, metadata=label("被申请人", "respondent"))
    act = fields.Nested(Act, metadata=label("行政行为", "act"))
    content = PersonalText(metadata=label("内容", "content"))


class Accept(Command):
    procedure = Choice(
        {"ordinary": Text("普通程序", "ordinary"), "simplified": Text("简易程序", "simplified")},
        load_default="ordinary",
        metadata=label("适用程序", "procedure", "简易程序须有理由。", "Simplified needs a ground."),
    )
    ground = PlainText(100, metadata=label("理由", "ground"))


class Plain(Command):
    pass


class Suspend(Command):
    ground = PlainText(100, required=True, metadata=label("中止理由", "ground"))


class Extend(Command):
    days = StrictInteger(required=True, metadata=label("天数", "days"))


class Note(Command):
    text = PersonalText(required=True, metadata=label("记录", "text"))


class Serve(Command):
    party = PlainText(20, required=True, metadata=label("当事人", "party"))
    served_on = PastDate(metadata=label("送达日期", "served on"))


def simplified_needs_a_ground(attempt: Attempt) -> list[Finding]:
    """The simplified procedure needs its ground (行政复议法53)."""
    if attempt.payload["procedure"] == "simplified" and not attempt.payload.get("ground"):
        text = Text("简易程序须有法定理由。", "Simplified procedure needs its ground.")
        raise invalid("ground", text, basis="行政复议法53")
    return []


def _module(**members: object) -> ModuleType:
    module = ModuleType("trial")
    vars(module).update(members)
    return module


SCHEMAS = _module(
    File=File,
    Accept=Accept,
    Plain=Plain,
    Suspend=Suspend,
    Extend=Extend,
    Note=Note,
    Serve=Serve,
)
GUARDS = _module(simplified_needs_a_ground=simplified_needs_a_ground)


def procedure(text: str = PROCEDURE) -> Procedure:
    """Return the trial procedure, or a changed text of it."""
    return load_procedure(text, SCHEMAS, GUARDS)


def keys() -> CaseworkKeys:
    """Return keys that are the same in every test."""
    return CaseworkKeys(
        sealer=Sealer({"k1": b"1" * 32}, "k1"),
        history_key=b"h" * 32,
        referrals=Sealer({"referral": b"r" * 32}, "referral"),
        search=SearchKeys(b"s" * 32),
    )


def casework_on(database: Database, today: date = TODAY, text: str = PROCEDURE) -> Casework:
    """Return casework of the trial procedure on a database, at a date of its own."""
    track = Track(procedure(text), Path())
    rules = load_rules()
    standing = standing_by(track.procedure, rules, official_calendar)
    store = CaseStore(database, track.procedure.collection, standing=standing)
    store.prepare()
    return Casework(track, store, keys(), rules, official_calendar, today=lambda: today)


def application(**changes: object) -> dict[str, Any]:
    """Return the raw payload of an application for reconsideration."""
    return {
        "channel": "counter",
        "received_on": "2024-05-08",
        "applicants": [{"name": "王小明", "id_number": ID_NUMBER, "phone": "13800138000"}],
        "respondent": {"name": "示范区市场监督管理局"},
        "act": {"number": "示市监罚〔2024〕7号", "made_on": "2024-04-01"},
        "content": "请求撤销处罚决定",
        **changes,
    }


def asked(
    casework: Casework, command: str, raw: Mapping[str, Any], actor: Actor = OFFICER, **options: Any
) -> Request:
    """Return a request of `command` with its payload validated."""
    found = casework.command(command)
    return Request(found, load(found.schema(), raw), actor, **options)


def opened(casework: Casework, actor: Actor = OFFICER, **changes: object) -> str:
    """Open a case and return its id."""
    outcome = casework.open_case(asked(casework, "file", application(**changes), actor))
    return str(outcome.case["_id"])


def performed(
    casework: Casework, case_id: str, command: str, actor: Actor = OFFICER, **raw: Any
) -> dict[str, Any]:
    """Carry out one command and return the case after it."""
    return casework.perform(case_id, asked(casework, command, raw, actor)).case


def decided(
    rules_of: Procedure,
    case: Mapping[str, Any],
    command: str,
    raw: Mapping[str, Any],
    *,
    actor: Actor = OFFICER,
    today: date = TODAY,
    matter: Mapping[str, Any] | None = None,
) -> Decision:
    """Decide one command purely: no store, no event, only what would change."""
    found = rules_of.commands[command]
    request = Request(found, load(found.schema(), raw), actor)
    circumstances = Circumstances(
        on=request.on(today),
        today=today,
        actor=actor,
        rules=load_rules(),
        calendar=official_calendar(),
        index=lambda field, value: keys().sealer.index(value, field=field),
        matter=matter or {},
    )
    return decide(rules_of, case, found, request.payload, circumstances)
