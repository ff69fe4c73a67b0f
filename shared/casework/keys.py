"""The keys that casework needs: for fields, histories, referrals and the search."""

from __future__ import annotations

from dataclasses import dataclass

from shared.casework.personal import Sealer
from shared.casework.search_keys import SearchKeys
from shared.http.secrets import SecretFolder


@dataclass(frozen=True, slots=True)
class CaseworkKeys:
    """Sealer of fields, key of the history chain, sealer between services, keys of the search."""

    sealer: Sealer
    history_key: bytes
    referrals: Sealer
    search: SearchKeys

    @classmethod
    def read(cls, folder: SecretFolder) -> CaseworkKeys:
        """Read the keys; `SecretError` names the one that is missing."""
        fields = folder.field_keys()
        return cls(
            sealer=Sealer(fields.keys, fields.active),
            history_key=folder.history_key(),
            referrals=Sealer({"referral": folder.referral_key()}, "referral"),
            search=SearchKeys(folder.search_key()),
        )
