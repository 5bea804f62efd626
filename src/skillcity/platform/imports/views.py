"""The pages of imports: choose a kind, upload, read what was found, take the good rows."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.imports import uploads
from skillcity.platform.imports.engine.template import write_template
from skillcity.platform.imports.forms import UploadForm
from skillcity.platform.imports.kinds import ImportKind
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.permissions import kinds_for
from skillcity.platform.imports.presenting import batch_page_of, batch_rows, batch_table
from skillcity.platform.imports.refused_rows import refused_rows_workbook
from skillcity.platform.imports.selectors import batch_for, batches_for
from skillcity.platform.imports.services import allowed_kind
from skillcity.platform.jobs.status import OPEN
from skillcity.platform.jobs.views import REFRESH_SECONDS, progress_of
from skillcity.platform.ui.language import say

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORTS = Text("导入", "Imports")


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports that the reader may see, newest first."""
    actor = actor_of(request)
    page = Paginator(batches_for(actor), PAGE).get_page(request.GET.get("page"))
    context = {"title": IMPORTS, "table": batch_table(page), "may_import": bool(kinds_for(actor))}
    return render(request, "imports/list.html", context)


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a kind; then take its template and upload the file."""
    actor = actor_of(request)
    trail = [{"url": reverse("imports"), "label": IMPORTS}]
    chosen = request.GET.get("kind", "")
    if not chosen:
        context = {"title": Text("新的导入", "New import"), "kinds": kinds_for(actor), "breadcrumb_trail": trail}
        return render(request, "imports/choose.html", context)
    kind = allowed_kind(actor, chosen)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = uploads.upload(actor=actor, kind=kind.key, pieces=upload.chunks(), file_name=upload.name)
            return redirect("import", batch_id=batch.pk)
        except InputError as error:
            form.add_error("file", say(error.text))
    trail.append({"url": reverse("import-new"), "label": Text("新的导入", "New import")})
    context = {"title": title_of(kind), "kind": kind, "form": form, "breadcrumb_trail": trail}
    return render(request, "imports/upload.html", context, status=400 if form.errors else 200)


@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The template workbook of a kind."""
    known = allowed_kind(actor_of(request), kind)
    book = io.BytesIO()
    write_template(book, known.label, known.about, known.columns)
    return workbook(book.getvalue(), f"{known.label.zh}-模板-{known.key}.xlsx")


@require_GET
def import_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One import: what was found, what can be done, what became of it."""
    actor = actor_of(request)
    batch = batch_for(actor, batch_id)
    context: dict[str, Any] = {
        "title": Text(f"导入 {batch.pk}", f"Import {batch.pk}"),
        "breadcrumb_trail": [{"url": reverse("imports"), "label": IMPORTS}],
        "rows": batch_rows(batch),
        "refresh_seconds": None,
        "job": None,
    }
    context |= batch_page_of(actor, batch)
    job = batch.job
    if job is not None and (job.status in OPEN or batch.status in ("uploaded", "running")):
        context["job"] = progress_of(job)
        context["job"].pop("result_url", None)
        context["refresh_seconds"] = REFRESH_SECONDS if job.status in OPEN else None
    return render(request, "imports/import.html", context)


@require_GET
def import_errors(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The refused rows as a workbook, to be corrected and sent again."""
    batch = batch_for(actor_of(request), batch_id)
    return workbook(refused_rows_workbook(batch), f"{stem(batch)}-错误-errors.xlsx")


@require_POST
def import_take(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take the good rows."""
    return redirect("import", batch_id=uploads.take(actor=actor_of(request), batch_id=batch_id).pk)


@require_POST
def import_cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give the import up."""
    return redirect("import", batch_id=uploads.cancel(actor=actor_of(request), batch_id=batch_id).pk)


def title_of(kind: ImportKind) -> Text:
    """The title of the page that takes a file of this kind."""
    return Text(f"导入{kind.label.zh}", f"Import: {kind.label.en}")


def stem(batch: ImportBatch) -> str:
    """The file's name without its ending."""
    return batch.file_name.rpartition(".")[0] or batch.file_name


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download. A whole answer, never a stream: that would run after the transaction."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"workbook.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
    response["Cache-Control"] = "no-store"
    return response
