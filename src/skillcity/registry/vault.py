"""The vault of this installation, with the keys of its secrets."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from skillcity.registry.engine.vault import Vault


@cache
def vault() -> Vault:
    """The vault that seals and finds ID numbers."""
    secrets = settings.SECRETS
    keys = {int(name): key for name, key in secrets.id_number_keys.items()}
    return Vault(keys=keys, current=int(secrets.id_number_key_id), index_key=secrets.id_number_index_key)
