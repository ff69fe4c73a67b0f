"""Every check that the mediation procedure names, by the name it has there."""

from services.mediation.admission import (
    both_sides_are_known,
    both_sides_are_named,
    consents_name_parties,
    court_is_named,
    every_party_consents_where_asked,
    nobody_refuses,
)
from services.mediation.agreement import (
    agreement_is_not_effective_yet,
    agreement_takes_effect_when_signed,
    form_is_open_to_the_kind,
    instalment_is_outstanding,
    instalments_are_in_order,
    last_instalment_is_pointed_out,
    performance_is_not_awaited,
    performance_was_due,
    signatures_name_parties,
    way_on_after_breach_is_told,
    what_gives_it_force_is_told,
)
from services.mediation.confirmation import (
    application_is_undecided,
    confirmation_is_applied_in_time,
    confirmation_is_open,
    older_limit_is_told,
    parties_apply_jointly,
    way_on_after_refusal_is_told,
)
from services.mediation.mediators import (
    attendance_names_parties,
    mediators_are_impartial,
    mediators_are_not_assigned_yet,
    session_lies_ahead,
)
from services.mediation.other_paths import other_paths_are_told
from services.mediation.period import (
    extension_is_carried,
    extension_is_later,
    there_is_a_period_to_extend,
)

__all__ = [
    "agreement_is_not_effective_yet",
    "agreement_takes_effect_when_signed",
    "application_is_undecided",
    "attendance_names_parties",
    "both_sides_are_known",
    "both_sides_are_named",
    "confirmation_is_applied_in_time",
    "confirmation_is_open",
    "consents_name_parties",
    "court_is_named",
    "every_party_consents_where_asked",
    "extension_is_carried",
    "extension_is_later",
    "form_is_open_to_the_kind",
    "instalment_is_outstanding",
    "instalments_are_in_order",
    "last_instalment_is_pointed_out",
    "mediators_are_impartial",
    "mediators_are_not_assigned_yet",
    "nobody_refuses",
    "older_limit_is_told",
    "other_paths_are_told",
    "parties_apply_jointly",
    "performance_is_not_awaited",
    "performance_was_due",
    "session_lies_ahead",
    "signatures_name_parties",
    "there_is_a_period_to_extend",
    "way_on_after_breach_is_told",
    "way_on_after_refusal_is_told",
    "what_gives_it_force_is_told",
]
