"""What granian serves: the WSGI application, in a worker that never outlives its server."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

from skillcity.site.supervise.child import die_with_parent
from skillcity.site.supervise.setup import SETTINGS

die_with_parent(signal.SIGKILL, parent=os.getppid())()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
application = get_wsgi_application()
