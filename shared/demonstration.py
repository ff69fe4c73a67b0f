"""The made-up agency of the accounts that a new installation starts with."""

from __future__ import annotations

# Its unified social credit code (统一社会信用代码) has valid check digits.
AGENCY_CODE = "11120101000000000E"
AGENCY_NAME = "演示区司法局"
REGION = "120101"
COURT_NAME = "演示区人民法院"
