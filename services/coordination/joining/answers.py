"""What coordination answers about joining, as its OpenAPI document describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.http.schemas import IsoDate


class CaseReference(Schema):
    """A case, named."""

    track = fields.String()
    case_id = fields.String()
    number = fields.String()


class LikenessAnswer(Schema):
    """One thing that speaks for one dispute, or for one person."""

    what = fields.String()
    zh = fields.String()
    en = fields.String()


class DecidingOfficerAnswer(Schema):
    """Who decided; no name."""

    id = fields.String()
    role = fields.String()
    agency = fields.String(allow_none=True)


class ProposalRefusalAnswer(Schema):
    """Who refused a proposal, when, and why."""

    by = fields.Nested(DecidingOfficerAnswer)
    reason = fields.String()
    on = IsoDate()


class ProposalAnswer(CaseReference):
    """Another case that may be of the same dispute, and the matter in which it stands now."""

    id = fields.String(attribute="_id")
    matter_id = fields.String(allow_none=True)
    likeness = fields.List(fields.Nested(LikenessAnswer))
    status = fields.String(metadata={"enum": ["proposed", "refused", "linked"]})
    proposed_on = IsoDate()
    refused = fields.Nested(ProposalRefusalAnswer, allow_none=True, dump_default=None)


class LikenessPolicyAnswer(Schema):
    """How near cases must lie to be proposed: set by the office, not by law."""

    status = fields.String()
    days = fields.Integer()
    wording_percent = fields.Integer()


class CaseMoveAnswer(CaseReference):
    """A case on its way from one matter to another."""

    from_matter_id = fields.String()
    to_matter_id = fields.String()
    reason = fields.String(dump_default=None)
    on = IsoDate(dump_default=None)
    by = fields.Nested(DecidingOfficerAnswer, allow_none=True, dump_default=None)


class PersonRoleAnswer(CaseReference):
    """The role of a person in one case."""

    role = fields.String()


class PersonAnswer(Schema):
    """One person or organisation over all cases; never who it is."""

    person_id = fields.String()
    kind = fields.String(allow_none=True)
    roles = fields.List(fields.Nested(PersonRoleAnswer))
    entries = fields.List(fields.String())
    recognised = fields.String(allow_none=True, metadata={"enum": ["number", "officer", None]})


class PersonProposalAnswer(Schema):
    """Two people who may be one."""

    person_ids = fields.List(fields.String())
    entries = fields.List(fields.String())
    roles = fields.List(fields.Nested(PersonRoleAnswer))
    likeness = fields.List(fields.Nested(LikenessAnswer))


class NoteAnswer(Schema):
    """What was decided or found; only what there is to say of it is there."""

    kind = fields.String()
    on = IsoDate()
    by = fields.Nested(DecidingOfficerAnswer)
    reason = fields.String()
    cases = fields.List(fields.Nested(CaseReference))
    matter_id = fields.String()
    from_matter_id = fields.String()
    to_matter_id = fields.String()
    conflict_id = fields.String()
    proposal_id = fields.String()
    likeness = fields.List(fields.Nested(LikenessAnswer))
    code = fields.String()
    entries = fields.List(fields.String())
    event = fields.String()
    recorded_at = fields.String()


class MatterHistoryAnswer(Schema):
    """What was decided and found about a matter, oldest first."""

    items = fields.List(fields.Nested(NoteAnswer))
