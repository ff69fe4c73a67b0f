"""Partners: bodies that may speak to this installation, each by a secret of its own."""

from gateway.partners.kinds import COURT
from gateway.partners.partner import Partner
from gateway.partners.partners import NewPartner, Partners, partners_on

__all__ = ["COURT", "NewPartner", "Partner", "Partners", "partners_on"]
