"""How the public's pages look to one reader: the language, the size of letters, the contrast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, g, has_request_context, request

from shared.language import Language

NAME = "look"
ROOM = "/public"
SIZES = ("standard", "large", "largest")
_CONTRASTS = ("plain", "high")
_LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en"}


@dataclass(frozen=True, slots=True)
class Look:
    """`language` is None where the browser's own counts."""

    language: Language | None = None
    size: str = SIZES[0]
    high_contrast: bool = False

    @classmethod
    def read(cls, text: str) -> Look | None:
        """Return the look that `text` says, None for none that can be meant."""
        language, _, rest = text.partition(".")
        size, _, contrast = rest.partition(".")
        if size not in SIZES or contrast not in _CONTRASTS:
            return None
        return cls(_LANGUAGES.get(language), size, contrast == _CONTRASTS[1])

    def speaking(self, language: Language) -> Look:
        """Return the same look in another language."""
        return replace(self, language=language)

    def sized(self, size: str) -> Look:
        """Return the same look with letters of another size."""
        return replace(self, size=size)

    def contrasting(self, *, high: bool) -> Look:
        """Return the same look with high contrast, or without."""
        return replace(self, high_contrast=high)

    def __str__(self) -> str:
        return f"{self.language or ''}.{self.size}.{_CONTRASTS[self.high_contrast]}"


def current_look() -> Look:
    """Return the look that this request asks for, or that was asked for before."""
    if not has_request_context() or not request.path.startswith(ROOM):
        return Look()
    if "look" not in g:
        g.look = _asked() or Look.read(request.cookies.get(NAME, "")) or Look()
    look: Look = g.look
    return look


def keep_look(response: Response) -> Response:
    """Remember, as long as the browser is open, the look that this request asks for."""
    if request.path.startswith(ROOM) and (asked := _asked()):
        response.set_cookie(
            NAME, str(asked), path=ROOM, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def address_in(look: Look) -> str:
    """Return the address of this page in another look."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != NAME]
    return f"{request.path}?{urlencode([*kept, (NAME, str(look))])}"


def _asked() -> Look | None:
    # A form with a file says nothing of it, and may be larger than can be read.
    said = request.args if request.mimetype == "multipart/form-data" else request.values
    return Look.read(said.get(NAME, ""))
