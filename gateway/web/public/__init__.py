"""The pages that everybody may read, without an account, a cookie or a script."""

from gateway.web.public.decisions import add_routes

__all__ = ["add_routes"]
