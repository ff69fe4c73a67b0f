"""A time limit as a caller sees it: every version with article, length and status."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.language import Language, Text
from shared.law import DueDate, Extension, PauseGrounds, Rule, RuleVersion


def shown_rule(rule: Rule) -> dict[str, Any]:
    """Return the rule with all its versions, oldest first."""
    return {
        "id": rule.id,
        "name": rule.name.as_dict(),
        "earlier": _text(rule.earlier),
        "versions": [shown_version(version) for version in rule.versions],
    }


def shown_version(version: RuleVersion) -> dict[str, Any]:
    """Return one version; its variants carry the same members."""
    return {
        "version": version.version,
        "law": version.law,
        "article": version.article,
        "status": str(version.status),
        "in_force_from": _iso(version.in_force_from),
        "in_force_until": _iso(version.in_force_until),
        "length": version.length.as_dict() if version.length else None,
        "longest": version.longest.as_dict() if version.longest else None,
        "other_length": str(version.override),
        "day_zero": {"fact": version.day_zero.fact, "text": version.day_zero.text.as_dict()},
        "rolls": version.rolls,
        "obligor": str(version.obligor),
        "effect_on": str(version.effect_on),
        "extension": _extension(version.extension),
        "pause": _pause(version.pause),
        "consequence": _text(version.consequence),
        "notes": _text(version.notes),
        "sources": list(version.sources),
        "label": _text(version.variant_label),
        "variants": {name: shown_version(each) for name, each in version.variants.items()},
    }


def shown_due_date(version: RuleVersion, found: DueDate, language: Language) -> dict[str, Any]:
    """Return a computed date with its explanation in `language`."""
    inputs = found.inputs
    terms = version.for_variant(inputs.variant)
    return {
        "rule": terms.rule_id,
        "variant": inputs.variant,
        "name": terms.name.as_dict(),
        "basis": terms.basis,
        "status": str(terms.status),
        "started_on": _iso(inputs.started_on),
        "due_on": _iso(found.due_on),
        "raw_due_on": _iso(found.raw_due_on),
        "days_left": found.days_left,
        "takes_effect_on": _iso(found.takes_effect_on),
        "provisional": found.provisional,
        "length": found.length.as_dict() if found.length else None,
        "explanation": [text.in_language(language) for text in found.explanation],
        "receipt": found.receipt,
        "calendar": inputs.calendar,
    }


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _text(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None


def _extension(extension: Extension | None) -> dict[str, Any] | None:
    if extension is None:
        return None
    return {
        "max": extension.max_days,
        "unit": str(extension.unit),
        "times": extension.times,
        "approved_by": _text(extension.approved_by),
        "article": extension.article,
    }


def _pause(pause: PauseGrounds | None) -> dict[str, Any] | None:
    return {"text": pause.text.as_dict(), "article": pause.article} if pause else None
