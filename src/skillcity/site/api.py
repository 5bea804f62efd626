"""The REST interface under /api/v1/: signed-in by session, CSRF on unsafe requests, every error coded and bilingual."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.security import SessionAuth

from skillcity import __version__
from skillcity.credentials.rest import router as credentials
from skillcity.facts.rest import router as facts
from skillcity.kernel.text import Text
from skillcity.policy.rest import router as policy
from skillcity.registry.rest import router as registry


class Reference(DocsBase):
    """The description as a page of the portal: no script, nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """List every operation with its parameters and answers."""
        schema = api.get_openapi_schema(path_params=kwargs)
        operations = [
            {
                "method": method.upper(),
                "path": path,
                "summary": _halves(operation.get("summary", "")),
                "description": operation.get("description", ""),
                "parameters": operation.get("parameters", []),
                "body": _body(operation, schema),
                "answers": sorted(str(code) for code in operation["responses"]),
            }
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        context = {"title": Text("数据接口", "REST interface"), "operations": operations}
        return render(request, "site/api.html", context)


def _halves(summary: str) -> Text:
    zh, _, en = summary.partition(" / ")
    return Text(zh, en or zh)


def _body(operation: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    found = schema["components"]["schemas"].get(name, {})
    required = found.get("required", [])
    return [{"name": key, "required": key in required} for key in found.get("properties", {})]


api = NinjaAPI(
    title="skillcity",
    version=__version__,
    urls_namespace="api",
    description="Facts in, rights out. Unsafe requests need the CSRF token (X-CSRFToken) and take an Idempotency-Key.",
    docs=Reference(),
    auth=SessionAuth(),
)
api.add_router("", registry)
api.add_router("", facts)
api.add_router("", policy)
api.add_router("", credentials)


def coded(request: HttpRequest, status: int, code: str, text: Text, where: str = "") -> HttpResponse:
    """An error in the form that every error of the interface has."""
    return api.create_response(request, {"code": code, "where": where, "zh": text.zh, "en": text.en}, status=status)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter or the body is not as declared; the first problem is told."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"])
    text = Text(f"参数不对：{first['msg']}", f"The request is not as declared: {first['msg']}")
    return coded(request, 422, "api.invalid", text, where)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No session."""
    return coded(request, 401, "api.sign-in", Text("请先登录。", "Sign in first."))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses: a missing CSRF token, a body that is not JSON."""
    text = Text("请求被拒绝(CSRF 令牌或 JSON 格式)。", f"The request is refused: {error.message}.")
    return coded(request, error.status_code, "api.refused", text)


@api.exception_handler(RawPostDataException)
def no_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """A form with files, which was read before it came here."""
    return coded(request, 415, "api.no-json", Text("请求正文须为 JSON。", "The body must be JSON."))
