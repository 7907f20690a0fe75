"""Every named address of the product, and the arguments with which the matrix asks for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from accanto.faces.api.zone_api import api

TABLE = Path(__file__).parent / "url_matrix.yaml"
# allauth's own addresses: who may use them is allauth's business; tests/faces/workspace proves ours.
FOREIGN = ("account_", "mfa_", "socialaccount_", "openid_connect_")
# Addresses for programs have a key instead of a log-in, and a table of their own (api_matrix.yaml).
PROGRAMS = "api"


def named_addresses() -> dict[str, dict[str, str]]:
    """Name (with its namespace) → its arguments and their kinds (uuid, int, slug, str)."""
    return dict(_walk(get_resolver().url_patterns, "", {}))


def program_addresses() -> set[str]:
    """Names of the addresses for programs, without the description and the place where they begin."""
    patterns, _app, space = api.urls
    names = {pattern.name for pattern in patterns if pattern.name} - {"openapi-json", "api-root"}
    return {f"{space}:{name}" for name in names}


def table() -> dict[str, Any]:
    return dict(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, outer: dict[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    for each in patterns:
        arguments = {**outer, **{key: _kind(one) for key, one in each.pattern.converters.items()}}
        if isinstance(each, URLResolver):
            if each.namespace == PROGRAMS:
                continue
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inner, arguments)
        elif each.name and not each.name.startswith(FOREIGN):
            yield f"{space}{each.name}", arguments


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
