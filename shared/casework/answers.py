"""What a track answers, as its OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import fields

from shared.casework.act_parts import Act
from shared.casework.payload_parts import Origin
from shared.http.schemas import IsoDate, IsoInstant, StrictSchema


class TextAnswer(StrictSchema):
    """One statement in both languages."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class AgencyAnswer(StrictSchema):
    """An agency by its unified social credit code."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class PartyAnswer(StrictSchema):
    """A party; the numbers of a person are masked unless the caller asked for them and may."""

    id = fields.String(required=True)
    role = fields.String(required=True)
    role_label = fields.Nested(TextAnswer, required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    id_kind = fields.String()
    id_number = fields.String()
    organisation_code = fields.String()
    code = fields.String()
    phone = fields.String()
    address = fields.String()
    contact = fields.String()
    legal_representative = fields.String()
    agents = fields.List(fields.String())
    key_group = fields.String()
    joined_on = IsoDate()
    succeeds = fields.String()


class FormerPartyAnswer(PartyAnswer):
    """Who took part before, and why they do no longer."""

    left_on = IsoDate(required=True)
    ground = fields.String(required=True)
    ground_label = fields.Nested(TextAnswer, required=True)


class LengthAnswer(StrictSchema):
    """A number of units, counted forward or backward."""

    value = fields.Integer(required=True)
    unit = fields.String(required=True)
    direction = fields.String()


class PauseAnswer(StrictSchema):
    """An interval that does not count; `to` is null while it lasts."""

    from_ = IsoDate(data_key="from", attribute="from", required=True)
    to = IsoDate(allow_none=True, required=True)
    reason = fields.String(allow_none=True)


class BasisAnswer(StrictSchema):
    """Law, article and version."""

    law = fields.String(required=True)
    article = fields.String(required=True)
    version = fields.String(required=True)


class RunningClockAnswer(StrictSchema):
    """A clock with its dates, where it comes from and what it means when it runs out."""

    id = fields.String(required=True)
    rule = fields.String(required=True)
    variant = fields.String(allow_none=True, required=True)
    name = fields.Nested(TextAnswer, required=True)
    status = fields.String(required=True)
    started_on = IsoDate(required=True)
    due_on = IsoDate(allow_none=True, required=True)
    raw_due_on = IsoDate(allow_none=True, required=True)
    ended_on = IsoDate(allow_none=True, required=True)
    days_left = fields.Integer(allow_none=True, required=True)
    length = fields.Nested(LengthAnswer, allow_none=True, required=True)
    extended_by = fields.Integer(required=True)
    obligor = fields.String(required=True)
    party = fields.String(allow_none=True, required=True)
    addressee = fields.Nested(TextAnswer, allow_none=True, required=True)
    level = fields.String(allow_none=True, required=True)
    provisional = fields.Boolean(required=True)
    pauses = fields.List(fields.Nested(PauseAnswer), required=True)
    receipt = fields.String(required=True)
    calendar = fields.String(required=True)
    consequence = fields.Nested(TextAnswer, allow_none=True, required=True)
    basis = fields.Nested(BasisAnswer, required=True)
    basis_status = fields.String(required=True)


class ClockAnswer(RunningClockAnswer):
    """A clock with every step by which its due date was reached."""

    explanation = fields.List(fields.String(), required=True)


class WarningAnswer(StrictSchema):
    """Something that an officer has to know, since when, with the article it rests on."""

    code = fields.String(required=True)
    basis = fields.String(allow_none=True, required=True)
    text = fields.Nested(TextAnswer, required=True)
    on = IsoDate()


class RelationAnswer(StrictSchema):
    """A link to another case; `number` is null where it was not told."""

    track = fields.String(required=True)
    id = fields.String(required=True)
    number = fields.String(allow_none=True, required=True)
    kind = fields.String(required=True)
    kind_label = fields.Nested(TextAnswer, required=True)


class MatchAnswer(StrictSchema):
    """Where on a case something was found; `text` is null for the number of a person."""

    place = fields.String(
        required=True,
        metadata={"enum": ["party", "identifier", "number", "title", "content"]},
    )
    label = fields.Nested(TextAnswer, required=True)
    text = fields.String(allow_none=True, required=True)


class ListedCaseAnswer(StrictSchema):
    """
    A case as a list shows it: its running clocks only, without their explanations.

    `number` and the title made from it are null in a rehearsal, which takes no number.
    """

    id = fields.String(required=True)
    track = fields.String(required=True)
    number = fields.String(allow_none=True, required=True)
    status = fields.String(required=True)
    status_label = fields.Nested(TextAnswer, required=True)
    version = fields.Integer(required=True)
    matter_id = fields.String(required=True)
    region = fields.String(allow_none=True, required=True)
    region_name = fields.String(allow_none=True, required=True)
    agency = fields.Nested(AgencyAnswer, required=True)
    involved_agencies = fields.List(fields.Nested(AgencyAnswer), required=True)
    title = fields.String(allow_none=True, required=True)
    field = fields.String(allow_none=True, required=True)
    assignee = fields.String(allow_none=True, required=True)
    assignee_name = fields.String(allow_none=True, required=True)
    parties = fields.List(fields.Nested(PartyAnswer), required=True)
    former_parties = fields.List(fields.Nested(FormerPartyAnswer), required=True)
    act = fields.Nested(Act, allow_none=True, required=True)
    milestones = fields.Dict(keys=fields.String(), values=IsoDate(), required=True)
    clocks = fields.List(fields.Nested(RunningClockAnswer), required=True)
    warnings = fields.List(fields.Nested(WarningAnswer), required=True)
    relations = fields.List(fields.Nested(RelationAnswer), required=True)
    origin = fields.Nested(Origin, allow_none=True, required=True)
    allowed = fields.List(fields.String(), required=True)


class SaidAnswer(StrictSchema):
    """One field of a payload in words; what is personal is named, its value is null."""

    field = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    value = fields.Raw(allow_none=True, required=True)
    words = fields.Nested(TextAnswer, allow_none=True, required=True)
    sealed = fields.Boolean(required=True)


class CaseAnswer(ListedCaseAnswer):
    """
    A case with everything that its caller may see; `facts` hold what its commands recorded.

    `said` tells act, milestones and facts in words; its fields are paths such as `facts.court`.
    Of a list among the facts that has grown long they hold the last ten items; `earlier_items`
    says how many came before, which the history has. The answer to a step leaves clocks out that
    ended long ago, `earlier_clocks` of them; the case, when it is read, has all.
    """

    facts = fields.Dict(keys=fields.String(), required=True)
    said = fields.List(fields.Nested(SaidAnswer), required=True)
    earlier_items = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    earlier_clocks = fields.Integer(required=True)
    clocks = fields.List(fields.Nested(ClockAnswer), required=True)


class FoundCaseAnswer(ListedCaseAnswer):
    """A case of a list; where it was looked for, `matched` says what it was found in."""

    matched = fields.List(fields.Nested(MatchAnswer))


class CasePageAnswer(StrictSchema):
    """
    One page of cases; `next_cursor` leads to the next, null on the last.

    A search ends a page after some thousand candidates: it may hold fewer, and yet go on.
    """

    items = fields.List(fields.Nested(FoundCaseAnswer), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ActionAnswer(StrictSchema):
    """
    A command that may be given now, with the JSON Schema of its payload.

    `meets` and `extends` name the rules of running clocks that it may end in time, or lengthen.
    `group`: a step of the procedure, a day told later, who takes part, or the file itself.
    """

    command = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    group = fields.String(
        required=True, metadata={"enum": ["procedure", "days", "parties", "file"]}
    )
    articles = fields.List(fields.String(), required=True)
    meets = fields.List(fields.String(), required=True)
    extends = fields.List(fields.String(), required=True)
    schema = fields.Dict(required=True)


class NeedAnswer(StrictSchema):
    """
    What a command still waits for: a state, a role, the handling agency, or a fact.

    `case`: it would be refused as the case stands, for the reason that is told; `fact` names the
    field in which another command records what is missing.
    """

    kind = fields.String(
        required=True, metadata={"enum": ["state", "role", "agency", "fact", "case"]}
    )
    fact = fields.String()
    text = fields.Nested(TextAnswer, required=True)


class LaterActionAnswer(StrictSchema):
    """A command that may come later, with what is missing for it."""

    command = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    needs = fields.List(fields.Nested(NeedAnswer), required=True)


class ActionsAnswer(StrictSchema):
    """What may be done with a case now, and what comes later."""

    now = fields.List(fields.Nested(ActionAnswer), required=True)
    later = fields.List(fields.Nested(LaterActionAnswer), required=True)


class ActorAnswer(StrictSchema):
    """Who gave a command."""

    id = fields.String(required=True)
    role = fields.String(required=True)
    agency = fields.String(allow_none=True, required=True)
    name = fields.String(allow_none=True, required=True)


class SupersededAnswer(StrictSchema):
    """The entry that took the effect of another, and how: the act was in time after all."""

    by = fields.Integer(required=True)
    how = fields.String(required=True)


class EntryAnswer(StrictSchema):
    """One entry of a history, chained to the one before by its hash."""

    version = fields.Integer(required=True)
    command = fields.String(required=True)
    label = fields.Nested(TextAnswer, required=True)
    on = IsoDate(required=True)
    at = IsoInstant(required=True)
    actor = fields.Nested(ActorAnswer, required=True)
    payload = fields.Dict(required=True)
    said = fields.List(fields.Nested(SaidAnswer), required=True)
    superseded = fields.Nested(SupersededAnswer, allow_none=True, required=True)
    takes_back = fields.List(fields.Integer(), required=True)
    follows = fields.Integer(allow_none=True, required=True)
    correctable = fields.Boolean(required=True)
    hash = fields.String(required=True)
    previous_hash = fields.String(required=True)


class VerificationAnswer(StrictSchema):
    """Whether the chain of a history is intact, and if not from which version on."""

    intact = fields.Boolean(required=True)
    entries = fields.Integer(required=True)
    broken_version = fields.Integer()


class ShortClockAnswer(StrictSchema):
    """What a rehearsal compares of a clock."""

    id = fields.String(required=True)
    status = fields.String(required=True)
    started_on = IsoDate(required=True)
    due_on = IsoDate(allow_none=True, required=True)
    ended_on = IsoDate(allow_none=True, required=True)
    extended_by = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    pauses = fields.List(fields.Nested(PauseAnswer), required=True)


class ClockChangeAnswer(StrictSchema):
    """A clock as it is and as a command would leave it; `before` is null where it would start."""

    rule = fields.String(required=True)
    before = fields.Nested(ShortClockAnswer, allow_none=True, required=True)
    after = fields.Nested(ShortClockAnswer, required=True)


class RehearsalAnswer(StrictSchema):
    """What a command would do (`dry_run`): nothing has been written."""

    case = fields.Nested(CaseAnswer, required=True)
    clock_changes = fields.List(fields.Nested(ClockChangeAnswer), required=True)
    warnings = fields.List(fields.Nested(WarningAnswer), required=True)
