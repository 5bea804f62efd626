"""What granian serves: the WSGI application, in a worker that never outlives its server."""

from __future__ import annotations

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application

from skillcity.site.supervise.child import die_with_parent
from skillcity.site.supervise.setup import SETTINGS

die_with_parent(signal.SIGKILL, parent=os.getppid())()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what stands now lives as long as the worker: not to be looked through again and again
gc.set_threshold(10_000, 20, 20)
