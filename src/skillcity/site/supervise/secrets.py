"""The secrets of one installation: made once, at random, kept in `var/secrets.json`, readable by its owner only."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets as randomness
import tempfile
from dataclasses import dataclass
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise.errors import of_os_error

KEY_BYTES = 32
FILE_NAME = "secrets.json"


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """All secrets; `repr` shows none of them.

    `id_number_keys` maps a key id to 32 bytes (AES-256-GCM-SIV): every stored number names the key that it was
    encrypted with, new ones take `id_number_key_id`. `id_number_index_key` (32 bytes) keys the blind index.
    """

    django_key: str
    owner_password: str
    app_password: str
    id_number_key_id: str
    id_number_keys: dict[str, bytes]
    id_number_index_key: bytes

    def __repr__(self) -> str:
        return f"Secrets(id_number_key_id={self.id_number_key_id!r}, ...)"


def load_secrets(var: Path) -> Secrets:
    """Read the secrets of this installation; the first caller makes them, and of two at once only one does.

    Errors: `site.secrets-unreadable` when the file is damaged, `site.not-writable`, `site.disk-full`.
    """
    path = var / FILE_NAME
    try:
        if not path.exists():
            _create(path)
        return _parse(path)
    except OSError as error:
        raise of_os_error(error, path) from error


def secrets_exist(var: Path) -> bool:
    """Whether this installation has its secrets already."""
    return (var / FILE_NAME).exists()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "django_key": randomness.token_urlsafe(50),
        "owner_password": randomness.token_urlsafe(32),
        "app_password": randomness.token_urlsafe(32),
        "id_number_key_id": "1",
        "id_number_keys": {"1": _random_key()},
        "id_number_index_key": _random_key(),
    }
    handle, draft = tempfile.mkstemp(prefix=".secrets-", dir=path.parent)  # 0600 by definition
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # atomic, and refuses to replace what another process has just made
    finally:
        Path(draft).unlink()


def _random_key() -> str:
    return base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode("ascii")


def _parse(path: Path) -> Secrets:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = {name: base64.b64decode(key, validate=True) for name, key in content["id_number_keys"].items()}
        index_key = base64.b64decode(content["id_number_index_key"], validate=True)
        if any(len(key) != KEY_BYTES for key in (*keys.values(), index_key)):
            raise ValueError("a key has the wrong length")
        if content["id_number_key_id"] not in keys:
            raise ValueError("the current key is not in the ring")
        return Secrets(
            django_key=content["django_key"],
            owner_password=content["owner_password"],
            app_password=content["app_password"],
            id_number_key_id=content["id_number_key_id"],
            id_number_keys=keys,
            id_number_index_key=index_key,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "site.secrets-unreadable",
            Text("密钥文件已损坏。", "the file of secrets is damaged."),
            where=str(path),
            todo=Text(
                "请从备份恢复；没有它，已存的身份证号无法解密。",
                "Restore it from a backup: without it the stored ID numbers cannot be read.",
            ),
        ) from error
