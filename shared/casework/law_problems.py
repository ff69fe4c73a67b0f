"""The refusals of the law package as problems over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shared.http.problems import Problem, not_found
from shared.law import (
    CalendarRangeError,
    DueDateError,
    ExtensionError,
    LawError,
    LengthError,
    MissingFactError,
    PauseError,
    ReceiptError,
    RuleNotInForceError,
    UnknownRuleError,
    UnknownVariantError,
)

_FIELDS: tuple[tuple[type[LawError], str], ...] = (
    (RuleNotInForceError, "on"),
    (UnknownVariantError, "variant"),
    (LengthError, "length"),
    (ExtensionError, "extended_by"),
    (PauseError, "pauses"),
    (DueDateError, "specified_on"),
    (CalendarRangeError, "started_on"),
    (ReceiptError, "receipt"),
)


@contextmanager
def refused_in_law() -> Iterator[None]:
    """Turn every refusal of the law inside into its problem: 404, or 422 naming the field."""
    try:
        yield
    except UnknownRuleError as error:
        raise not_found(error.text) from error
    except MissingFactError as error:
        raise Problem(
            422, "missing-fact", error.text, errors={error.fact: [error.fact_text]}
        ) from error
    except LawError as error:
        raise Problem(
            422, "validation", error.text, errors={_field_of(error): [error.text]}
        ) from error


def _field_of(error: LawError) -> str:
    return next((field for kind, field in _FIELDS if isinstance(error, kind)), "$")
