"""Whose report a document is, and of which year."""

from extract.identity.identifying import Identity, check_identity, identify

__all__ = ["Identity", "check_identity", "identify"]
