"""What every notice of a court carries."""

from __future__ import annotations

from marshmallow import fields

from shared.casework import labels
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import (
    Choice,
    OrganisationCode,
    Part,
    PastDate,
    PersonalText,
    PlainText,
    RegionCode,
)
from shared.casework.payload_parts import Agency, Identified, Party
from shared.http.labels import label, same_label
from shared.http.schemas import StrictSchema

TYPE = label("通知种类", "type of notice")


class AddressedAgency(StrictSchema):
    """The agency whose case it is."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)
    name = PlainText(200, metadata=same_label(Agency, "name"))


class NamedParty(Identified):
    """A party of the case by its name, and by a number where several have that name."""

    name = PersonalText(200, required=True, metadata=same_label(Party, "name"))
    organisation_code = OrganisationCode(metadata=labels.ORGANISATION_CODE)


class CourtNotice(StrictSchema):
    """What every notice carries."""

    type = fields.String(required=True, metadata=TYPE)
    agency = Part(
        AddressedAgency, required=True, metadata=label("所通知的机关", "agency addressed")
    )
    court = PlainText(200, metadata=labels.COURT)
    on = PastDate(metadata=labels.ON)


class OpeningNotice(CourtNotice):
    """What a notice that opens a case may say beside its own."""

    title = PlainText(200, metadata=label("标题", "title"))
    region = RegionCode(metadata=labels.REGION)
    field = Choice(DISPUTED_FIELDS, metadata=label("争议领域", "field of the dispute"))
