"""A kept connection is looked at before each request, without asking the server: a question costs 2 % of a page."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django finds a backend by this name."""

    def is_usable(self) -> bool:
        """False when the server has hung up. After an error the server is asked, as Django does."""
        if self.errors_occurred or self.connection.closed:
            return bool(super().is_usable())
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)  # between requests a server sends nothing but its farewell
