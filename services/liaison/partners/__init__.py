"""Partners: bodies that may speak to this installation, each by a secret of its own."""

from services.liaison.partners.partner import Partner
from services.liaison.partners.partners import NewPartner, Partners, partners_on
from shared.http.partner_kinds import COURT

__all__ = ["COURT", "NewPartner", "Partner", "Partners", "partners_on"]
