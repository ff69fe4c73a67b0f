"""What every step of every track tells the others, as schemas."""

from __future__ import annotations

from marshmallow import fields

from shared.events.contract import ToldAgency, ToldReference, ToldSchema, ToldText


class ToldOrigin(ToldReference):
    """The case that led to this one, and how."""

    number = fields.String(allow_none=True)
    kind = fields.String(required=True)


class ToldParty(ToldSchema):
    """
    A party by role and blind indexes.

    An agency is told by name, anybody else by a masked one; who is hidden by neither.
    """

    id = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    id_number_index = fields.String(required=True, allow_none=True)
    phone_index = fields.Raw(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    organisation_code = fields.String(required=True, allow_none=True)
    key_group = fields.String(required=True, allow_none=True)
    name = fields.String(allow_none=True)
    masked_name = fields.String(allow_none=True)


class ToldPause(ToldSchema):
    """Days after `from`, up to and including `to`, that do not count; null while it lasts."""

    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True, allow_none=True)


class ToldLength(ToldSchema):
    """A number of units, counted forward or backward."""

    value = fields.Integer(required=True)
    unit = fields.String(required=True)
    direction = fields.String()


class ToldClock(ToldSchema):
    """A clock that the step changed: rule, state and days; at most its last six pauses."""

    id = fields.String(required=True)
    rule = fields.String(required=True)
    rule_version = fields.String(required=True)
    status = fields.String(required=True)
    started_on = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    extended_by = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    party = fields.String(required=True, allow_none=True)
    length = fields.Nested(ToldLength, required=True, allow_none=True)
    pauses = fields.List(fields.Nested(ToldPause), required=True)


class ToldValue(ToldSchema):
    """One field of the payload in words."""

    field = fields.String(required=True)
    label = fields.Nested(ToldText, required=True)
    value = fields.Raw(required=True, allow_none=True)
    words = fields.Nested(ToldText, required=True, allow_none=True)


class ToldWords(ToldSchema):
    """The step in words, for those who do not know its procedure."""

    command = fields.Nested(ToldText, required=True)
    status = fields.Nested(ToldText, required=True)
    milestones = fields.Dict(keys=fields.String(), values=fields.Nested(ToldText), required=True)
    said = fields.List(fields.Nested(ToldValue), required=True)


class ToldFinding(ToldSchema):
    """A warning that the step put on the case."""

    code = fields.String(required=True)
    basis = fields.String(required=True)
    text = fields.Nested(ToldText, required=True)


class ToldStep(ToldSchema):
    """An entry of the history that no longer stands as it was recorded."""

    command = fields.String(required=True)
    on = fields.Date(required=True)
    version = fields.Integer(required=True)


class ToldCorrection(ToldStep):
    """The entry that is corrected, and the day that it has now."""

    corrected_on = fields.Date(required=True)


class ToldAct(ToldSchema):
    """What is told of the disputed act; only what is known."""

    number = fields.String()
    name = fields.String()
    kind = fields.String()
    made_on = fields.Date()
    served_on = fields.Date()
    known_on = fields.Date()
    remedies_told = fields.Boolean()
    remedies_known_on = fields.Date()
    told_to_sue_until = fields.Date()
    reconsideration_first_told = fields.Boolean()
    reconsideration_first_by = fields.String()
    infringes_resource_right = fields.Boolean()
    not_disclosed_under = fields.String()
    tax_settled_on = fields.Date()
    concerns_real_estate = fields.Boolean()
    inaction = fields.Dict(keys=fields.String())
    agency = fields.Nested(ToldAgency)


class StepData(ToldSchema):
    """What every step of every track tells. Nothing in it is personal."""

    track = fields.String(required=True)
    command = fields.String(required=True)
    on = fields.Date(required=True)
    previous_status = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    phase = fields.String(required=True)
    case_id = fields.String(required=True)
    number = fields.String(required=True)
    agency = fields.Nested(ToldAgency, required=True)
    region = fields.String(required=True, allow_none=True)
    assignee = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    origin = fields.Nested(ToldOrigin, required=True, allow_none=True)
    act = fields.Nested(ToldAct, required=True)
    parties = fields.List(fields.Nested(ToldParty), required=True)
    milestones = fields.Dict(keys=fields.String(), values=fields.Date(), required=True)
    clocks = fields.List(fields.Nested(ToldClock), required=True)
    warnings = fields.List(fields.Nested(ToldFinding), required=True)
    words = fields.Nested(ToldWords, required=True)
    taken_back = fields.List(fields.Nested(ToldStep))
    corrects = fields.Nested(ToldCorrection, allow_none=True)
    withdrawn_milestones = fields.List(fields.String())
    opened_by = fields.String(allow_none=True)
    sealed = fields.String()
