"""An officer's own things: account, password, sessions, saved views, drafts."""

from gateway.me.drafts import Drafts
from gateway.me.kept_resource import PERMISSIONS as KEPT_PERMISSIONS
from gateway.me.kept_resource import KeptResource
from gateway.me.resource import PERMISSIONS as ACCOUNT_PERMISSIONS
from gateway.me.resource import me_blueprint
from gateway.me.views import SavedView, Views

__all__ = ["PERMISSIONS", "Drafts", "KeptResource", "SavedView", "Views", "me_blueprint"]

PERMISSIONS = ACCOUNT_PERMISSIONS | KEPT_PERMISSIONS
