"""The payloads that the procedure names."""

from __future__ import annotations

from services.petitions.handling_schemas import (
    Close,
    Conclude,
    ConcludeReexamination,
    ConcludeReview,
    Extend,
    Rate,
    RequestReview,
    ServeOpinion,
    Withdraw,
)
from services.petitions.intake_schemas import (
    Accept,
    AnswerSuggestion,
    Classify,
    Decline,
    RecogniseRepeat,
    Register,
    TakeUp,
)
from services.petitions.routing_schemas import (
    RecordReferralOutcome,
    Refer,
    ReportBack,
    ResumeHandling,
    ReturnTransfer,
    Transfer,
    Urge,
)

__all__ = [
    "Accept",
    "AnswerSuggestion",
    "Classify",
    "Close",
    "Conclude",
    "ConcludeReexamination",
    "ConcludeReview",
    "Decline",
    "Extend",
    "Rate",
    "RecogniseRepeat",
    "RecordReferralOutcome",
    "Refer",
    "Register",
    "ReportBack",
    "RequestReview",
    "ResumeHandling",
    "ReturnTransfer",
    "ServeOpinion",
    "TakeUp",
    "Transfer",
    "Urge",
    "Withdraw",
]
