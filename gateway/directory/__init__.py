"""Lists by which people and pages choose officers, agencies and areas."""

from gateway.directory.resource import PERMISSIONS, directory_blueprint

__all__ = ["PERMISSIONS", "directory_blueprint"]
