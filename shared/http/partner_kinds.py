"""Which kinds of partners there are, and what each of them may send and fetch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from shared.language import Text

COURT, PROCURATORATE, HOTLINE = "court", "procuratorate", "hotline"
LEGAL_AID, ARBITRATION = "legal_aid", "arbitration"

COURT_NOTICES, SUBMISSIONS = "court_notices", "submissions"
SUGGESTIONS, SUGGESTION_REPLIES = "suggestions", "suggestion_replies"
PETITIONS, PETITION_PROGRESS = "petitions", "petition_progress"
REFERRALS, REFERRAL_ANSWERS = "referrals", "referral_answers"
PAPERS = "papers"

RIGHTS: Mapping[str, Text] = {
    COURT_NOTICES: Text("发送法院通知", "send notices of a court"),
    SUBMISSIONS: Text("读取提交给法院的答辩和证据", "fetch what was filed with a court"),
    SUGGESTIONS: Text("发送检察建议", "send procuratorial suggestions"),
    SUGGESTION_REPLIES: Text("读取对其建议的回复", "fetch the replies to its suggestions"),
    PETITIONS: Text("转来信访事项", "hand petitions in"),
    PETITION_PROGRESS: Text("查询其转来事项的进度", "ask how what it handed in stands"),
    REFERRALS: Text("读取移送给它的事项", "fetch what was referred to it"),
    REFERRAL_ANSWERS: Text("答复移送给它的事项", "answer what was referred to it"),
    PAPERS: Text("随案发送材料", "send papers with its cases"),
}


class Naming(Enum):
    """Whether a partner names the bodies in whose name it speaks; none named means every one."""

    MAY = "may"
    MUST = "must"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PartnerKind:
    """A kind of partner: its name, what one of it may do at most, and whom it speaks for."""

    label: Text
    rights: tuple[str, ...]
    naming: Naming


KINDS: Mapping[str, PartnerKind] = {
    COURT: PartnerKind(Text("人民法院", "court"), (COURT_NOTICES, PAPERS, SUBMISSIONS), Naming.MAY),
    PROCURATORATE: PartnerKind(
        Text("人民检察院", "procuratorate"), (SUGGESTIONS, PAPERS, SUGGESTION_REPLIES), Naming.MAY
    ),
    LEGAL_AID: PartnerKind(
        Text("法律援助机构", "legal aid"), (REFERRALS, REFERRAL_ANSWERS), Naming.MUST
    ),
    ARBITRATION: PartnerKind(
        Text("仲裁机构", "arbitration body"), (REFERRALS, REFERRAL_ANSWERS), Naming.MUST
    ),
    HOTLINE: PartnerKind(
        Text("12345 热线", "12345 hotline"), (PETITIONS, PAPERS, PETITION_PROGRESS), Naming.NEVER
    ),
}
KIND_LABELS: Mapping[str, Text] = {name: kind.label for name, kind in KINDS.items()}
PARTNER_ID = re.compile(rf"({'|'.join(KINDS)})-([0-9]+)")


def is_partner_id(text: str) -> bool:
    """Say whether a partner is called so, or may be one day."""
    return PARTNER_ID.fullmatch(text) is not None
