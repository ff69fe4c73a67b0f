"""An officer's own things: account, password, sessions."""

from gateway.me.resource import PERMISSIONS, me_blueprint

__all__ = ["PERMISSIONS", "me_blueprint"]
