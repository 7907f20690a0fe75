"""The addresses under /api/v1/, and their description as OpenAPI."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.web.middleware import public
from accanto.faces.api import problems
from accanto.faces.api.views import (
    applications,
    cases,
    indicators,
    me,
    outcome_lists,
    persons,
    services,
)

_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `errors` names each field to mend, `missing` what is still needed.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "additionalProperties": False,
            },
        },
        "missing": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
_REFUSED = {
    "description": "Refused, in Italian or English as Accept-Language asks.",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_NOT_MODIFIED = {"description": "As If-None-Match says: you have it already."}
_DESCRIPTION = (
    "The interface for programs of Accanto. A key acts as one account: it sees what that account sees, as deeply, and "
    "does what both its scopes and the account's role allow. What may not be seen does not exist (404). Every reading "
    "is written down. Guide: docs/operator/api.md."
)


class ZoneApi(NinjaAPI):
    """What the middleware adds to every answer is described here, once for all addresses."""

    def get_openapi_schema(self, **given: Any) -> Any:
        found: Any = super().get_openapi_schema(**given)
        components = found["components"]
        components["schemas"]["Problem"] = _PROBLEM
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"key": []}]
        for path, methods in found["paths"].items():
            for method, operation in methods.items():
                operation["responses"]["4XX"] = _REFUSED
                if method == "get" and path.endswith("}"):
                    operation["responses"][304] = _NOT_MODIFIED
        return found

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


def _make() -> ZoneApi:
    api = ZoneApi(
        title="Accanto",
        version="1",
        description=_DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        docs_decorator=public,
    )
    for room in (me, cases, persons, applications, outcome_lists, indicators, services):
        api.add_router("", room.router)
    api.add_exception_handler(ValidationError, _mistakes)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _nothing)
    api.add_exception_handler(problems.Mistaken, _mistaken)
    api.add_exception_handler(problems.Forbidden, _forbidden)
    api.add_exception_handler(PermissionDenied, _forbidden)
    api.add_exception_handler(BadRequest, _bad)
    api.add_exception_handler(OperationRefused, _refused)
    return api


def _mistakes(_request: HttpRequest, error: Any) -> HttpResponse:
    return problems.mistakes([problems.in_words(one) for one in error.errors])


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    return problems.problem(error.status_code)


def _nothing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problems.problem(404)


def _bad(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problems.problem(400)


def _mistaken(_request: HttpRequest, error: Any) -> HttpResponse:
    return problems.mistakes([{"field": error.field, "message": error.message}])


def _forbidden(_request: HttpRequest, error: Any) -> HttpResponse:
    said = str(error) if isinstance(error, problems.Forbidden) else ""
    return problems.problem(403, said)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, ChangedMeanwhile):
        return problems.refused(error, 409)
    return problems.refused(error, 403 if isinstance(error, NotPermitted) else 422)


api = _make()
urls = api.urls
