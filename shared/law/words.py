"""Words for what is told of a clock: its level, and who has to act."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text
from shared.law.levels import Level
from shared.law.rule import Obligor

LEVEL_WORDS: Mapping[Level, Text] = MappingProxyType(
    {
        Level.GREEN: Text("正常", "on time"),
        Level.AMBER: Text("临期", "due soon"),
        Level.RED: Text("紧急", "urgent"),
    }
)
OBLIGOR_WORDS: Mapping[Obligor, Text] = MappingProxyType(
    {
        Obligor.AGENCY: Text("本机关", "agency"),
        Obligor.APPLICANT: Text("申请人", "applicant"),
        Obligor.PETITIONER: Text("信访人", "petitioner"),
        Obligor.PLAINTIFF: Text("原告", "plaintiff"),
        Obligor.RESPONDENT: Text("被申请人", "respondent"),
        Obligor.OPPONENT: Text("对方当事人", "opponent"),
        Obligor.COURT: Text("法院", "court"),
        Obligor.MEDIATION_BODY: Text("调解组织", "mediation body"),
        Obligor.PROCURATORATE: Text("检察院", "procuratorate"),
        Obligor.PARTIES: Text("各方当事人", "parties"),
        Obligor.PARTY: Text("当事人", "party"),
        Obligor.SUPERIOR: Text("上级机关", "superior"),
        Obligor.LOWER_AGENCY: Text("下级机关", "lower agency"),
        Obligor.RULE_MAKER: Text("制定机关", "maker of the norm"),
        Obligor.TRANSFEREE: Text("接收机关", "receiving agency"),
    }
)
