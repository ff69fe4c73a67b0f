"""Partners: courts that may speak to this installation, each by a secret of its own."""

from gateway.partners.partner import COURT, Partner
from gateway.partners.partners import Partners, partners_on

__all__ = ["COURT", "Partner", "Partners", "partners_on"]
