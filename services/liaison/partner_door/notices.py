"""The notices of partners that are no courts, by their type, and the right that each needs."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import fields, validate

from services.liaison.court.notices import TYPE, AddressedAgency
from services.liaison.partners.papers import PaperNotice
from services.liaison.partners.suggestion import SuggestionText
from shared.casework import labels
from shared.casework.disputed_fields import DISPUTED_FIELDS
from shared.casework.fields import Choice, Part, PastDate, PlainText, RegionCode
from shared.casework.petition_parts import PetitionSaid
from shared.casework.referral_answers import Concluded, TakenUp, TurnedDown
from shared.http.labels import label
from shared.http.partner_kinds import PETITIONS, REFERRAL_ANSWERS, SUGGESTIONS
from shared.http.schemas import StrictSchema
from shared.language import Text

PETITION, SUGGESTION = "petition_handed_in", "suggestion_sent"
TAKEN, DECLINED, CONCLUDED = "referral_taken", "referral_declined", "referral_concluded"

RIGHT_OF: Mapping[str, str] = {
    PETITION: PETITIONS,
    SUGGESTION: SUGGESTIONS,
    TAKEN: REFERRAL_ANSWERS,
    DECLINED: REFERRAL_ANSWERS,
    CONCLUDED: REFERRAL_ANSWERS,
}
TYPES: Mapping[str, Text] = {
    PETITION: Text("转来信访事项", "a petition is handed in"),
    SUGGESTION: Text("检察建议", "a procuratorial suggestion is sent"),
    TAKEN: Text("已接收移送事项", "a referral was taken up"),
    DECLINED: Text("不予接收移送事项", "a referral was declined"),
    CONCLUDED: Text("移送事项已有结果", "what came of a referral"),
}


class AnyNotice(StrictSchema):
    """The type of a notice, which says what else it carries."""

    type = Choice(TYPES, required=True, metadata=TYPE)


class PartnerNotice(StrictSchema):
    """What every notice carries."""

    type = fields.String(required=True, metadata=TYPE)


class AddressedNotice(PartnerNotice):
    """A notice that opens a case at an agency."""

    agency = Part(
        AddressedAgency, required=True, metadata=label("所通知的机关", "agency addressed")
    )
    title = PlainText(200, metadata=label("标题", "title"))
    region = RegionCode(metadata=labels.REGION)
    field = Choice(DISPUTED_FIELDS, metadata=label("争议领域", "field of the dispute"))


class PetitionHandedIn(PetitionSaid, AddressedNotice):
    """A petition that reached a hotline; the day of receipt is the day on which it comes here."""

    number = PlainText(120, required=True, metadata=label("来件编号", "number of the sender"))
    channel = Choice(
        {
            "phone": Text("电话", "telephone"),
            "web": Text("网络", "web"),
            "email": Text("电子邮件", "e-mail"),
        },
        metadata=label("来件方式", "how it came to the sender"),
    )
    received_as = Choice(
        {
            "petition_office": Text("信访部门", "petition office"),
            "agency": Text("其他机关、单位", "another agency"),
        },
        required=True,
        metadata=label("收件身份", "as what the agency receives it"),
    )


class ProcuratorialSuggestion(SuggestionText, AddressedNotice):
    """A suggestion (检察建议) to an agency, under the number of its paper."""

    kind = Choice(
        {
            "procuratorial": Text("检察建议", "procuratorial suggestion"),
            "public_interest": Text("公益诉讼诉前检察建议", "before a public interest suit"),
            "public_interest_urgent": Text(
                "公益诉讼诉前检察建议（紧急）", "before a public interest suit, urgent"
            ),
        },
        required=True,
        metadata=label("建议种类", "kind of suggestion"),
    )
    suggestion_number = PlainText(
        120, required=True, metadata=label("建议书文号", "number of the suggestion")
    )
    issuer = PlainText(200, metadata=label("发出机关", "issued by"))
    on = PastDate(metadata=labels.ON)


class ReferralNotice(PartnerNotice):
    """A notice about what was referred to the body."""

    referral = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9A-Za-z_-]{1,64}\Z"),
        metadata=label("移送编号", "id of the referral"),
    )
    on = PastDate(metadata=labels.ON)


class ReferralTaken(TakenUp, ReferralNotice):
    """The body's own word that it took a referral up."""


class ReferralDeclined(TurnedDown, ReferralNotice):
    """The body's own word that it does not take a referral up."""


class ReferralConcluded(Concluded, ReferralNotice):
    """The body's own word on what came of a referral."""


class PaperOfOwnCase(PaperNotice):
    """A paper of a case that the partner itself opened."""

    case = PlainText(64, required=True, metadata=labels.CASE_ID)


NOTICES: Mapping[str, type[PartnerNotice]] = {
    PETITION: PetitionHandedIn,
    SUGGESTION: ProcuratorialSuggestion,
    TAKEN: ReferralTaken,
    DECLINED: ReferralDeclined,
    CONCLUDED: ReferralConcluded,
}
