"""The checks that the procedure of litigation response names."""

from services.litigation.appeal_guards import (
    a_suit_withdrawn_on_appeal_undoes_the_judgment,
    an_appeal_after_the_effect_was_taken_up,
    an_appeal_that_stands_is_withdrawn,
)
from services.litigation.hearing_guards import (
    a_notice_to_the_head_has_its_ground,
    absence_from_court_has_consequences,
    the_head_appears_or_is_excused,
)
from services.litigation.judgment_guards import (
    a_copy_comes_of_the_opponents_appeal,
    a_judgment_not_performed_is_enforced,
    a_judgment_without_answer_is_pointed_out,
    a_lost_case_is_analysed,
    a_remand_is_a_new_first_instance,
    each_side_appeals_once,
    only_a_loss_is_analysed,
    running_clocks_are_closed_with_a_reason,
    the_appellant_is_of_that_side,
    the_kind_fits_the_outcome,
    the_loss_fits_the_outcome,
)
from services.litigation.one_case import one_suit_of_a_number
from services.litigation.response_guards import (
    a_day_is_supplied,
    a_joint_reconsideration_names_its_number,
    a_pending_reconsideration_is_pointed_out,
    an_answer_brings_evidence,
    leave_says_until_when,
    only_compensation_and_discretion_are_mediated,
    own_staff_is_among_the_agents,
    what_follows_the_mediation,
)
from services.litigation.retrial_guards import (
    a_copy_comes_of_the_opponents_retrial,
    a_retrial_is_of_no_appeal,
    a_special_ground_has_its_day,
    only_what_is_in_force_is_enforced,
    only_what_is_in_force_is_tried_again,
)
from services.litigation.suggestion_guards import (
    a_receipt_is_of_a_suggestion,
    a_refusal_opens_the_way_to_court,
    a_reply_answers_a_suggestion,
    a_written_limit_fits_its_kind,
    every_suggestion_is_answered,
)
from services.litigation.trial_guards import (
    evidence_comes_within_its_time,
    leave_lengthens_the_trial,
    only_a_simplified_suit_is_converted,
)

__all__ = [
    "a_copy_comes_of_the_opponents_appeal",
    "a_copy_comes_of_the_opponents_retrial",
    "a_day_is_supplied",
    "a_joint_reconsideration_names_its_number",
    "a_judgment_not_performed_is_enforced",
    "a_judgment_without_answer_is_pointed_out",
    "a_lost_case_is_analysed",
    "a_notice_to_the_head_has_its_ground",
    "a_pending_reconsideration_is_pointed_out",
    "a_receipt_is_of_a_suggestion",
    "a_refusal_opens_the_way_to_court",
    "a_remand_is_a_new_first_instance",
    "a_reply_answers_a_suggestion",
    "a_retrial_is_of_no_appeal",
    "a_special_ground_has_its_day",
    "a_suit_withdrawn_on_appeal_undoes_the_judgment",
    "a_written_limit_fits_its_kind",
    "absence_from_court_has_consequences",
    "an_answer_brings_evidence",
    "an_appeal_after_the_effect_was_taken_up",
    "an_appeal_that_stands_is_withdrawn",
    "each_side_appeals_once",
    "every_suggestion_is_answered",
    "evidence_comes_within_its_time",
    "leave_lengthens_the_trial",
    "leave_says_until_when",
    "one_suit_of_a_number",
    "only_a_loss_is_analysed",
    "only_a_simplified_suit_is_converted",
    "only_compensation_and_discretion_are_mediated",
    "only_what_is_in_force_is_enforced",
    "only_what_is_in_force_is_tried_again",
    "own_staff_is_among_the_agents",
    "running_clocks_are_closed_with_a_reason",
    "the_appellant_is_of_that_side",
    "the_head_appears_or_is_excused",
    "the_kind_fits_the_outcome",
    "the_loss_fits_the_outcome",
    "what_follows_the_mediation",
]
