"""The keys that casework needs: for fields, for histories, for referrals."""

from __future__ import annotations

from dataclasses import dataclass

from shared.casework.personal import Sealer
from shared.http.secrets import SecretFolder


@dataclass(frozen=True, slots=True)
class CaseworkKeys:
    """Field sealer of this service, key of the history chain, sealer shared between services."""

    sealer: Sealer
    history_key: bytes
    referrals: Sealer

    @classmethod
    def read(cls, folder: SecretFolder) -> CaseworkKeys:
        """Read the keys; `SecretError` names the one that is missing."""
        fields = folder.field_keys()
        return cls(
            sealer=Sealer(fields.keys, fields.active),
            history_key=folder.history_key(),
            referrals=Sealer({"referral": folder.referral_key()}, "referral"),
        )
