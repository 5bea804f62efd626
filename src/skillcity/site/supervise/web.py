"""What granian serves: the WSGI application, in a worker that never outlives its server."""

from __future__ import annotations

import gc
import os
import signal
import threading

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import base
from django.utils.translation import trans_real

from skillcity.site.supervise.child import die_with_parent
from skillcity.site.supervise.setup import SETTINGS


def keep_per_thread() -> None:
    """Keep language, connections and address prefix by plain thread, not by asyncio task: nothing here is async.

    Django asks for them hundreds of times a page, and its way to keep them for both is twenty times slower.
    """
    trans_real._active = threading.local()
    connections._connections = threading.local()
    base._prefixes = threading.local()
    base._urlconfs = threading.local()


die_with_parent(signal.SIGKILL, parent=os.getppid())()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
application = get_wsgi_application()
keep_per_thread()
gc.collect()
gc.freeze()  # what stands now lives as long as the worker: not to be looked through again and again
gc.set_threshold(10_000, 20, 20)
