"""How a paper is refused: by the field and the rule that it breaks."""

from __future__ import annotations

from shared.http.problems import Problem
from shared.http.titles import CODES
from shared.language import Text


def refused(field: str, text: Text) -> Problem:
    """Return the refusal (422) of one paper, named by its field: `files.0`."""
    return Problem(422, "attachment-refused", text, errors={field: [text]})


def too_large(text: Text) -> Problem:
    """Return the refusal (413) of what is larger than the limits allow."""
    return Problem(413, CODES[413], text)
