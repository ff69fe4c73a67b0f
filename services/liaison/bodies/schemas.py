"""What callers send about bodies outside."""

from __future__ import annotations

from shared.casework import labels
from shared.casework.fields import Choice, OrganisationCode, PlainText, RegionCode
from shared.casework.outside_bodies import KINDS
from shared.http.labels import label
from shared.http.page_query import PageQuery
from shared.http.schemas import StrictSchema

_KIND = label("机构种类", "kind of body")


class NewBody(StrictSchema):
    """A body to which a dispute may be referred."""

    kind = Choice(KINDS, required=True, metadata=_KIND)
    name = PlainText(200, required=True, metadata=label("机构名称", "name of the body"))
    code = OrganisationCode(metadata=labels.ORGANISATION_CODE)
    region = RegionCode(metadata=labels.REGION)


class BodyChange(StrictSchema):
    """Why a body is taken out of use, or put back."""

    reason = PlainText(500, required=True, metadata=labels.REASON)


class BodyQuery(PageQuery):
    """What the registry may be narrowed by."""

    kind = Choice(KINDS, metadata=_KIND)
    region = RegionCode(metadata=labels.REGION)
    active = Choice(labels.TRUE_OR_FALSE, metadata=label("在用", "in use"))
