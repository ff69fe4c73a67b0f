"""A form that comes back with what no control offers is answered by a page and stores nothing."""

from __future__ import annotations

from tests.pages.workbench import Workbench
from tests.support.stack import Officers, accepted

NOT_OFFERED = (
    {"_version": "\u00b2"},
    {"_version": "9" * 5000},
    {"_add": "petitioners.\u00b2"},
    {"_add": "petitioners." * 3000},
    {"_remove": "nosuch"},
    {"_remove": "petitioners.\u00b2"},
    {"_remove": "petitioners." * 3000},
    {"_confirm": "", "_key": "钥匙"},
    {"_confirm": "", "_key": " "},
    {"_confirm": "", "_key": "a\x01b"},
)


def test_a_tampered_form_is_answered_by_a_page(workbench: Workbench, officers: Officers) -> None:
    workbench.as_officer("petition_officer")
    before = accepted(officers.get("petition_officer", "/petitions?limit=1"))

    for fields in NOT_OFFERED:
        workbench.go("/petitions/new/register")
        assert workbench.send_changed(**fields) in {200, 422}, fields

    assert accepted(officers.get("petition_officer", "/petitions?limit=1")) == before
