"""The small dated tables that lie beside the code."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml


def table(name: str) -> Any:
    """The content of `<name>.yaml` of this package."""
    return yaml.safe_load(resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
