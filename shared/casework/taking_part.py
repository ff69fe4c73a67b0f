"""Who takes part changes: somebody joins, steps in for another, or is reached in another way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.casework.addressees import AGENCY_REORGANISED, check_party
from shared.casework.case import Changes, plain
from shared.casework.fields import Choice, ListOf, Part, PartyId, PastDate, PersonalText, Telephones
from shared.casework.guarding import Attempt, Finding, Guard, conflict, invalid
from shared.casework.opening import indexes_of, party_of
from shared.casework.payload_parts import Party
from shared.casework.payloads import Command as Payload
from shared.casework.procedure import ClockOperation, Command, Leaving, StandingNotice, State
from shared.casework.vocabulary import PARTY_ROLES
from shared.http.labels import label, same_label
from shared.language import Text

JOIN, SUCCEED, CHANGE = "join_party", "succeed_party", "change_party"
_OVER = frozenset({"ended", "closed"})
_PERSON, _ORGANISATION, _AGENCY = "person", "organisation", "agency"
GROUNDS: Mapping[str, Text] = MappingProxyType(
    {
        "death": Text("自然人死亡", "a person died"),
        "organisation_ended": Text("法人或者其他组织终止", "an organisation ended"),
        AGENCY_REORGANISED: Text(
            "行政机关被撤销或者职权变更", "an agency was dissolved or its powers moved"
        ),
    }
)
WITHDREW = "withdrew"
"""The ground on which one of several leaves to whom nobody succeeds."""
GROUNDS_OF_LEAVING: Mapping[str, Text] = MappingProxyType(
    {**GROUNDS, WITHDREW: Text("撤回起诉或者申请", "withdrew the suit or application")}
)
_OF_KIND = {"death": _PERSON, "organisation_ended": _ORGANISATION, AGENCY_REORGANISED: _AGENCY}
# Nobody but a body takes over from a body, nobody but close relatives from a person.
_TAKES_OVER = {
    "death": frozenset({_PERSON}),
    "organisation_ended": frozenset({_ORGANISATION, _AGENCY}),
    AGENCY_REORGANISED: frozenset({_ORGANISATION, _AGENCY}),
}
_REPLACED = ("name", "phone", "address", "contact", "legal_representative", "agents")
_TOLD_APART_BY = ("id_number_index", "organisation_code", "code")
_WHO_LEAVES = Text("退出的人", "Who leaves")
_NOTHING = Text("请填写变更的内容。", "Say what has changed.")
_NOT_OF_THE_CASE = Text("本案没有这一当事人。", "The case has no such party.")
_NO_SUCCESSOR = Text(
    "自然人死亡的，由近亲属承继；行政机关、组织由机关或者组织承继。",
    "Close relatives step in for a person who died, a body for a body.",
)
_NOT_YET_THERE = Text(
    "该日期早于其参加本案之日。", "On this day they did not take part in the case yet."
)
_TWICE = Text("同一承继人只填写一次。", "A successor is named once.")
_ALREADY = Text("已是本案当事人。", "They take part already.")
ONE_LEAVES = ClockOperation("leave", ("all",), paths={"party": ("payload.party",)})
"""With who leaves end the periods that were only theirs."""
_PARTY = label(
    "当事人",
    "party",
    "本案当事人的编号，例如 p1。",
    "The id of a party of this case, for example p1.",
)


@dataclass(frozen=True, slots=True)
class TakingPart:
    """
    Which roles somebody may join a procedure in, and the articles of each change.

    `guards` are the procedure's own checks on who joins or steps in. `after_the_effect` is said of
    an heir who steps in when what was served is final.
    """

    roles: tuple[str, ...]
    joins: tuple[str, ...]
    succeeds: tuple[str, ...]
    changes: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    after_the_effect: StandingNotice | None = None


_WHO_JOINS = "Somebody who takes part from `on` in one of the roles that the procedure opens."
_PARTY_JOINS = {
    "party": Part(Party, required=True, metadata=label("参加人", "who joins")),
    "reason": PersonalText(2000, metadata=label("参加的理由", "why they take part")),
}


class PartySucceeds(Payload):
    """Those who step in for a party (承继), because of what happened on a day."""

    party = PartyId(required=True, metadata=label("原当事人", "party that is succeeded"))
    ground = Choice(GROUNDS, required=True, metadata=label("承继的情形", "what happened"))
    happened_on = PastDate(
        required=True,
        metadata=label(
            "发生日期",
            "happened on",
            "死亡、终止、撤销或者职权变更之日。",
            "The day of the death, the end or the reorganisation.",
        ),
    )
    successors = ListOf(
        Part(Party),
        least=1,
        most=20,
        required=True,
        metadata=label(
            "承继人",
            "successors",
            "近亲属、承受权利义务的组织，或者继续行使职权的机关。",
            "Close relatives, the organisation that takes over, or the agency that goes on.",
        ),
    )


class PartyChanges(Payload):
    """What is different about a party from `on`: only what is given changes."""

    party = PartyId(required=True, metadata=_PARTY)
    name = PersonalText(
        200,
        metadata=label(
            "变更后的姓名或名称",
            "new name",
            "更名的填写；写错的，用“更正记录”。",
            "Where they are called otherwise now; what was mistyped is corrected instead.",
        ),
    )
    phone = Telephones(metadata=same_label(Party, "phone"))
    address = PersonalText(500, metadata=same_label(Party, "address"))
    contact = PersonalText(200, metadata=same_label(Party, "contact"))
    legal_representative = PersonalText(200, metadata=same_label(Party, "legal_representative"))
    agents = ListOf(
        PersonalText(200),
        most=10,
        metadata=label(
            "委托代理人",
            "agents",
            "变更后的全部代理人；空的名单表示不再委托。",
            "All agents from now on; an empty list means that there are none any more.",
        ),
    )

    @validates_schema
    def _something_changes(self, data: Mapping[str, Any], **_: Any) -> None:
        if not any(name in data for name in _REPLACED):
            raise ValidationError([_NOTHING], "party")


def taking_part_commands(
    taking_part: TakingPart, states: Mapping[str, State], officers: frozenset[str]
) -> dict[str, Command]:
    """Return the commands by which it changes who takes part; also when the file is closed."""
    role = Choice(
        {name: PARTY_ROLES[name] for name in taking_part.roles},
        required=True,
        metadata=label("地位", "role"),
    )
    # The role stands first, as it is asked for.
    fields = {"role": role, **_PARTY_JOINS}
    joining = type("PartyJoins", (Payload,), {"__doc__": _WHO_JOINS, **fields})
    every_state = frozenset(states)
    over = frozenset(state.name for state in states.values() if state.phase in _OVER)

    def command(name: str, words: Text, schema: type[Payload], **more: Any) -> Command:
        return Command(
            name=name,
            label=words,
            from_states=every_state,
            targets=(),
            roles=officers,
            schema=schema,
            **more,
        )

    commands = (
        command(
            JOIN,
            Text("追加当事人", "let a party join"),
            joining,
            articles=taking_part.joins,
            event="party_joined",
            event_data=("role",),
            guards=(who_joins_is_not_there_yet, *taking_part.guards),
            parties=_joined,
        ),
        command(
            SUCCEED,
            Text("当事人承继", "record a succession"),
            PartySucceeds,
            articles=taking_part.succeeds,
            event="party_succeeded",
            event_data=("party", "ground", "happened_on"),
            guards=(
                the_party_is_of_the_case,
                _a_lawful_succession("；".join(taking_part.succeeds)),
                *taking_part.guards,
                _what_is_left_to_an_heir(taking_part.after_the_effect, over),
            ),
            order=(("payload.happened_on", "on"),),
            # The heir is served anew; an agency that goes on has the duties as they ran.
            clocks=(replace(ONE_LEAVES, when={"payload.ground": ["death", "organisation_ended"]}),),
            parties=_succeeded,
        ),
        command(
            CHANGE,
            Text("变更联系方式或者代理人", "change how a party is reached"),
            PartyChanges,
            articles=taking_part.changes,
            event="party_changed",
            event_data=("party",),
            guards=(the_party_is_of_the_case,),
            parties=_changed,
        ),
    )
    return {each.name: each for each in commands}


def leaves(attempt: Attempt) -> Changes:
    """Return what changes of who takes part where one of several withdraws."""
    gone = _found(attempt) or {}
    left = {**plain(gone), "left_on": attempt.on.isoformat(), "ground": WITHDREW}
    return {
        "parties": [each for each in plain(attempt.case["parties"]) if each["id"] != gone["id"]],
        "former_parties": [*attempt.case.get("former_parties", []), left],
    }


def one_of_several_leaves(leaving: Leaving) -> Guard:
    """Return the guard that lets one of several leave, and never the last of them."""

    def another_goes_on(attempt: Attempt) -> Iterable[Finding]:
        """Who leaves has a role of those who may, and another one goes on."""
        party, basis = attempt.payload["party"], leaving.basis
        check_party(attempt.case, party, leaving.roles, who=_WHO_LEAVES, basis=basis)
        first = leaving.roles[0]
        if [each["id"] for each in attempt.case["parties"] if each["role"] == first] == [party]:
            role, last = PARTY_ROLES[first], leaving.last
            text = Text(
                f"本案没有其他{role.zh}：请改用 {last}。",
                f"The case has no other {role.en}: record {last}.",
            )
            raise conflict(text, basis=basis)
        return []

    return another_goes_on


def the_party_is_of_the_case(attempt: Attempt) -> Iterable[Finding]:
    """Only who takes part now can be succeeded or changed."""
    if _found(attempt) is None:
        raise invalid("party", _NOT_OF_THE_CASE)
    return []


def who_joins_is_not_there_yet(attempt: Attempt) -> Iterable[Finding]:
    """Somebody who is known to take part does not join once more."""
    joining = party_of(attempt.payload["party"], attempt.payload["role"], attempt)
    for party in attempt.case["parties"]:
        if any(joining.get(name) and joining[name] == party.get(name) for name in _TOLD_APART_BY):
            raise invalid("party", _ALREADY)
    return []


def _a_lawful_succession(basis: str) -> Guard:
    def who_steps_in_fits_what_happened(attempt: Attempt) -> Iterable[Finding]:
        """A living person has no heir, bodies follow bodies, nobody leaves before they came."""
        party, payload = _found(attempt) or {}, attempt.payload
        ground, words = payload["ground"], GROUNDS[payload["ground"]]
        if party.get("kind") != _OF_KIND[ground]:
            text = Text(
                f"“{words.zh}”不适用于该当事人。自然人只因死亡而由他人承继。",
                f"“{words.en}” does not fit this party. A person is succeeded after death only.",
            )
            raise invalid("ground", text, basis=basis)
        known: set[str] = set()
        for number, each in enumerate(payload["successors"]):
            if each["kind"] not in _TAKES_OVER[ground]:
                raise invalid(f"successors.{number}.kind", _NO_SUCCESSOR, basis=basis)
            new = party_of(each, party["role"], attempt)
            marks = {str(new[name]) for name in _TOLD_APART_BY if new.get(name)}
            if marks & known:
                raise invalid(f"successors.{number}", _TWICE, basis=basis)
            known |= marks
        if payload["happened_on"].isoformat() < party.get("joined_on", ""):
            raise invalid("happened_on", _NOT_YET_THERE, basis=basis)
        return []

    return who_steps_in_fits_what_happened


def _what_is_left_to_an_heir(notice: StandingNotice | None, over: frozenset[str]) -> Guard:
    def no_period_begins_again_by_itself(attempt: Attempt) -> Iterator[Finding]:
        """Tell what an heir may still do where the periods ended before they stepped in."""
        case = attempt.case
        # While what was final is tried again, an heir has the periods of what will be decided.
        is_final = case["status"] in over and case["milestones"].get("final") is not None
        if notice is not None and is_final and attempt.payload["ground"] != AGENCY_REORGANISED:
            yield Finding(notice.code, notice.basis, notice.text)

    return no_period_begins_again_by_itself


def _joined(attempt: Attempt) -> Changes:
    payload, case = attempt.payload, attempt.case
    joining = party_of(payload["party"], payload["role"], attempt)
    new = {"id": _next_id(case), **joining, "joined_on": attempt.on.isoformat()}
    return {"parties": [*plain(case["parties"]), new]}


def _succeeded(attempt: Attempt) -> Changes:
    payload, case = attempt.payload, attempt.case
    gone = _found(attempt) or {}
    first = int(_next_id(case)[1:])
    since = attempt.on.isoformat()
    new = [
        {
            "id": f"p{first + number}",
            **party_of(each, gone["role"], attempt),
            "joined_on": since,
            "succeeds": gone["id"],
        }
        for number, each in enumerate(payload["successors"])
    ]
    parties = [
        found
        for each in plain(case["parties"])
        for found in (new if each["id"] == gone["id"] else [each])
    ]
    left = {
        **plain(gone),
        "left_on": payload["happened_on"].isoformat(),
        "ground": payload["ground"],
    }
    return {"parties": parties, "former_parties": [*case.get("former_parties", []), left]}


def _changed(attempt: Attempt) -> Changes:
    payload = attempt.payload
    given = plain({name: payload[name] for name in _REPLACED if name in payload})
    return {
        "parties": [
            {**each, **given, **indexes_of(given, attempt)}
            if each["id"] == payload["party"]
            else each
            for each in plain(attempt.case["parties"])
        ]
    }


def _found(attempt: Attempt) -> Mapping[str, Any] | None:
    wanted = attempt.payload["party"]
    return next((each for each in attempt.case["parties"] if each["id"] == wanted), None)


def _next_id(case: Mapping[str, Any]) -> str:
    """Return an id that no party of the case has or had."""
    known = [*case["parties"], *case.get("former_parties", [])]
    return f"p{max((int(each['id'][1:]) for each in known), default=0) + 1}"
