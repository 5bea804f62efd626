"""The static files as they are served: compressed, and named by their content so that a browser keeps them for ever."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any


def collect(folder: Path) -> int:
    """Write all static files of the apps into the folder, which is emptied first; returns their number.

    Takes a quarter of a second. Needs Django set up; must not run under a serving web server.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from whitenoise.storage import CompressedManifestStaticFilesStorage

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    storage = CompressedManifestStaticFilesStorage(location=folder, base_url=settings.STATIC_URL)
    found: dict[str, tuple[Any, str]] = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            found.setdefault(path, (source, path))
    for source, path in found.values():
        with source.open(path) as content:
            storage.save(path, content)
    for _, _, processed in storage.post_process(found):
        if isinstance(processed, Exception):
            raise processed
    return len(found)
