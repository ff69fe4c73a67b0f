"""The payloads that the procedure names."""

from __future__ import annotations

from services.litigation.course_schemas import (
    Close,
    ConvertProcedure,
    ExtendTrial,
    PlaintiffWithdraws,
    RecordMediationStatement,
    Resume,
    Suspend,
)
from services.litigation.enforcement_schemas import RecordEnforcementApplication
from services.litigation.hearing_schemas import (
    PlanAppearance,
    RecordHearing,
    ScheduleHearing,
    StartMediation,
)
from services.litigation.judgment_schemas import (
    AnalyseLoss,
    Appeal,
    RecordAppealReceipt,
    RecordFinalJudgment,
    RecordJudgment,
    RecordPerformance,
    ServeJudgment,
    TakeEffect,
    WithdrawAppeal,
)
from services.litigation.notice_schemas import (
    ReceiveNotice,
    ReceiveSuggestion,
    RecordNoticeReceipt,
    RecordSuggestionReceipt,
    ReplySuggestion,
)
from services.litigation.response_schemas import (
    AssignAgents,
    GrantEvidenceExtension,
    RequestEvidenceExtension,
    SubmitAnswer,
    SubmitEvidence,
)
from services.litigation.retrial_schemas import (
    OrderRetrial,
    RecordRetrialApplication,
    RecordRetrialReceipt,
    RefuseRetrial,
    SubmitRetrialComment,
)
from shared.casework.outside_mediation import RecordMediationOutcome

__all__ = [
    "AnalyseLoss",
    "Appeal",
    "AssignAgents",
    "Close",
    "ConvertProcedure",
    "ExtendTrial",
    "GrantEvidenceExtension",
    "OrderRetrial",
    "PlaintiffWithdraws",
    "PlanAppearance",
    "ReceiveNotice",
    "ReceiveSuggestion",
    "RecordAppealReceipt",
    "RecordEnforcementApplication",
    "RecordFinalJudgment",
    "RecordHearing",
    "RecordJudgment",
    "RecordMediationOutcome",
    "RecordMediationStatement",
    "RecordNoticeReceipt",
    "RecordPerformance",
    "RecordRetrialApplication",
    "RecordRetrialReceipt",
    "RecordSuggestionReceipt",
    "RefuseRetrial",
    "ReplySuggestion",
    "RequestEvidenceExtension",
    "Resume",
    "ScheduleHearing",
    "ServeJudgment",
    "StartMediation",
    "SubmitAnswer",
    "SubmitEvidence",
    "SubmitRetrialComment",
    "Suspend",
    "TakeEffect",
    "WithdrawAppeal",
]
