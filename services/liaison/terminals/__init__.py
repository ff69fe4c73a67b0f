"""Terminals in the halls of petition offices (信访自助终端)."""
