"""What coordination alone is told by its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.coordination.referrals.referral import ReferralPolicy
from shared.disputes.likeness import LikenessPolicy
from shared.http.settings import whole_number
from shared.language import Text

LONGEST_ENTRY_GRACE = 20
LONGEST_LIKENESS_DAYS = 3650
LONGEST_WAIT = 366


@dataclass(frozen=True, slots=True)
class CoordinationSettings:
    """The settings beside `shared.http.settings.Settings`; each carries its variable and help."""

    entry_grace_days: int = field(
        default=1,
        metadata={
            "variable": "ENTRY_GRACE_WORKING_DAYS",
            "help": Text(
                "补录旧案卷时，已过期的期限在案件最后一次登记后多少个工作日内不自动处理"
                "（登记“补录完毕”的，不再等待）",
                "working days after the last step of a case in which the automatic sweep leaves "
                "alone a clock that was already past its due date when it was recorded, unless "
                "the file was said to be complete",
            ),
        },
    )
    likeness_days: int = field(
        default=90,
        metadata={
            "variable": "LIKENESS_DAYS",
            "help": Text(
                "同一当事人对同一机关的案件，日期相距多少日以内建议关联（本机关政策，非法律规定）",
                "days within which two cases of one party against one agency are proposed as one "
                "dispute (a policy of the office, no rule of law)",
            ),
        },
    )
    likeness_wording: int = field(
        default=50,
        metadata={
            "variable": "LIKENESS_WORDING_PERCENT",
            "help": Text(
                "标题或行政行为名称相似度达到百分之多少时建议关联（本机关政策，非法律规定）",
                "likeness of title or name of the act, in percent, from which two such cases are "
                "proposed (a policy of the office, no rule of law)",
            ),
        },
    )
    referral_days: int = field(
        default=15,
        metadata={
            "variable": "REFERRAL_DAYS",
            "help": Text(
                "移送、导入后接收方应在多少日内接收（本机关政策，法律没有统一天数）",
                "days in which whoever receives a referral takes it up (a policy of the office, "
                "no statute gives a number)",
            ),
        },
    )
    referral_own_days: int = field(
        default=60,
        metadata={
            "variable": "REFERRAL_OWN_APPLICATION_DAYS",
            "help": Text(
                "导入须由当事人自行申请、起诉的程序后，多少日未启动即提示（本机关政策）",
                "days after which a referral is pointed out where the person has to apply or sue "
                "and has not (a policy of the office)",
            ),
        },
    )

    @property
    def referrals(self) -> ReferralPolicy:
        """How long a referral may wait to be taken up."""
        return ReferralPolicy(self.referral_days, self.referral_own_days)

    @property
    def likeness(self) -> LikenessPolicy:
        """How near two cases must lie to be proposed as one dispute."""
        return LikenessPolicy(self.likeness_days, self.likeness_wording)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> CoordinationSettings:
        """Read the settings; `SettingsError` names the variable that cannot be meant."""
        values = os.environ if environment is None else environment
        return cls(
            entry_grace_days=whole_number(
                values, "ENTRY_GRACE_WORKING_DAYS", 1, most=LONGEST_ENTRY_GRACE
            ),
            likeness_days=whole_number(values, "LIKENESS_DAYS", 90, most=LONGEST_LIKENESS_DAYS),
            likeness_wording=whole_number(
                values, "LIKENESS_WORDING_PERCENT", 50, least=1, most=100
            ),
            referral_days=whole_number(values, "REFERRAL_DAYS", 15, least=1, most=LONGEST_WAIT),
            referral_own_days=whole_number(
                values, "REFERRAL_OWN_APPLICATION_DAYS", 60, least=1, most=LONGEST_WAIT
            ),
        )
