"""The settings of the tests: everything that changes lies in `var/test`, and passwords are hashed quickly."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SKILLCITY_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test"))
os.environ.setdefault("SKILLCITY_THROWAWAY", "1")

from skillcity.site.settings import *  # noqa: F403  # the variables come first
from skillcity.site.settings import DATABASES, PER_MINUTE, VAR, WEB_CONNECTION

(VAR / "static").mkdir(parents=True, exist_ok=True)
DATABASES["default"]["OPTIONS"] |= WEB_CONNECTION  # as the pages are served
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PER_MINUTE["api"] = 10**9  # tests ask as fast as they can
