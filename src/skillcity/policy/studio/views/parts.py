"""What several pages of the studio share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.ui.language import say
from skillcity.policy.engine import PolicyError
from skillcity.policy.engine.catalogue import Status
from skillcity.policy.studio import permissions, selectors
from skillcity.policy.studio.checking import Checked
from skillcity.policy.studio.engine.outline import Outline, outline
from skillcity.policy.studio.kinds import DraftState
from skillcity.policy.studio.models import Draft, Revision
from skillcity.policy.studio.presenting import draft_tag, problem_rows, tabs, title_of, trail, written_by
from skillcity.policy.studio.services import Seen

PER_PAGE = 25
page = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def writers_post(view: View) -> View:
    """A POST is for those who may write; everybody who may read sees the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            permissions.may_write(actor_of(request)).require()
        return view(request, *args, **kwargs)

    return page(guarded)


class Opened:
    """A draft as a page shows it: its newest words, their shape, what is wrong with them."""

    def __init__(self, request: HttpRequest, draft_id: int) -> None:
        self.actor = actor_of(request)
        self.revision: Revision = selectors.newest(self.actor, draft_id)
        self.draft: Draft = self.revision.draft
        self.shown: Outline = outline(self.revision.text)
        self.checked: Checked = selectors.checked(self.revision)
        writes = permissions.may_write(self.actor) is permissions.Verdict.ALLOWED
        self.may_change = writes and self.draft.state == DraftState.OPEN

    def seen(self, request: HttpRequest) -> Seen:
        """The revision on which the reader's form was opened."""
        given = request.POST.get("revision", "")
        return Seen(self.draft.pk, int(given) if given.isdecimal() and len(given) < 9 else 0)

    def revision_seen(self, request: HttpRequest) -> int:
        """What a form carries: at first the newest revision, afterwards the one on which it was opened."""
        return self.seen(request).revision if request.method == "POST" else self.revision.number

    def context(self, here: str, title: Text | None = None) -> dict[str, Any]:
        """What each page of a draft shows: its name, its state, its other pages."""
        catalogue = self.checked.catalogue
        return {
            "title": title or title_of(self.draft),
            "breadcrumb_trail": trail(self.draft if title else None),
            "draft": self.draft,
            "revision": self.revision,
            "state": draft_tag(self.draft),
            "clash": None,
            "written": written_by(self.revision),
            "tabs": tabs(self.draft, here),
            "may_change": self.may_change,
            "checked": self.checked,
            "problems": problem_rows([*self.checked.problems, *self.checked.case_problems], self.draft, self.shown),
            "illustrative": catalogue is None or any(each.status is Status.ILLUSTRATIVE for each in catalogue.clauses),
        }


def page_of(rows: QuerySet[Any] | list[Any], request: HttpRequest, size: int = PER_PAGE) -> Page[Any]:
    """The page that `?page=` asks for, the nearest one for a wrong number."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def clash(newest: Revision) -> dict[str, Any]:
    """What `policy/studio/clash.html` shows when somebody saved meanwhile: who, what, and where to see it."""
    return {
        "clash": {
            "what": written_by(newest),
            "url": reverse("studio-revision", args=[newest.draft_id, newest.number]),
            "number": newest.number,
        }
    }


def refuse(form: Any, error: PolicyError, field: str | None = None) -> None:
    """Show what is wrong with the words beside their field."""
    for problem in error.problems:
        form.add_error(field, say(Text(problem.what.zh + problem.todo.zh, f"{problem.what.en} {problem.todo.en}")))


def tell(request: HttpRequest, text: Text) -> None:
    """A word on the next page."""
    messages.success(request, say(text))


def status_of(request: HttpRequest) -> int:
    """422 for a form that came back."""
    return 422 if request.method == "POST" else 200
