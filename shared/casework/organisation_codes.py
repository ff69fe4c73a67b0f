"""Unified social credit codes (统一社会信用代码, GB 32100)."""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import uscc

# The registering department may be a letter, as of village collectives (N): python-stdnum asks
# for a digit there. Areas are not looked up, their codes change while organisations exist.
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def read_organisation_code(written: str) -> str | None:
    """Return the code in its one form, or None where form or check digit are wrong."""
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", written)).upper()
    sound = _FORM.fullmatch(code) is not None and code[-1] == uscc.calc_check_digit(code[:-1])
    return code if sound else None
