"""The language a caller asked for."""

from __future__ import annotations

from flask import has_request_context, request

from shared.language import Language

_OFFERED = ("zh-CN", "zh", "en")


def request_language() -> Language:
    """Return the language of `Accept-Language`; Chinese when none of ours is asked for."""
    if not has_request_context():
        return "zh"
    best = request.accept_languages.best_match(_OFFERED, default="zh-CN")
    return "en" if best == "en" else "zh"


def language_tag(language: Language) -> str:
    """Return the BCP 47 tag for `Content-Language`."""
    return "en" if language == "en" else "zh-CN"
