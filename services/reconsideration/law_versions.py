"""The days on which the law of reconsideration changed."""

from __future__ import annotations

from datetime import date

# 行政复议法 as revised on 2023-09-01 (its article 90); before: the law of 2017.
LAW_OF_2023 = date(2024, 1, 1)
# 行政复议法实施条例, 国令836 (its article 77); before: the regulation of 2007, 国令499.
REGULATION_OF_2026 = date(2026, 7, 1)
# 民诉法95 in the text of 2023, the only one that was verified.
ANNOUNCEMENT_DAYS = 30
