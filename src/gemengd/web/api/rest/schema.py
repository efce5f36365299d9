# SPDX-License-Identifier: EUPL-1.2
"""What drf-spectacular is to say about the API, made from the same tables as the answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from gemengd.web.api.data.columns import Column
from gemengd.web.api.data.resources import Resource
from gemengd.web.api.rest import query
from gemengd.web.api.rest.problems import DETAILS, MEDIA_TYPE, TITLES

if TYPE_CHECKING:
    from gemengd.web.api.rest.views import ResourceView

VERSION = "1.0.0"
"""Version of the API (semver): what breaks a client raises the first number and gets a new address."""

_FIELDS = {
    "text": serializers.CharField,
    "whole": serializers.IntegerField,
    "number": serializers.FloatField,
    "year": serializers.IntegerField,
    "flag": serializers.BooleanField,
}
ERRORS = (400, 404, 406, 429, 500, 503)


class FaultSerializer(serializers.Serializer[Any]):
    """Een fout in het verzoek."""

    location = serializers.CharField(help_text="naam van de parameter")
    code = serializers.CharField(help_text="soort fout")
    detail = serializers.CharField(help_text="wat er gevonden is en wat er verwacht wordt")


# `in` is a word of Python, so it cannot be declared above.
FaultSerializer._declared_fields["in"] = serializers.ChoiceField(  # noqa: SLF001
    choices=["query"], help_text="waar de fout staat"
)


class ProblemSerializer(serializers.Serializer[Any]):
    """Een fout (RFC 9457)."""

    title = serializers.CharField(help_text="soort fout")
    status = serializers.IntegerField(help_text="HTTP-status")
    detail = serializers.CharField(help_text="wat er mis is en wat u kunt doen")
    errors = FaultSerializer(  # type: ignore[assignment]  # the name is the standard's, also of a property
        many=True, required=False, help_text="alle fouten in het verzoek"
    )


class LinksSerializer(serializers.Serializer[Any]):
    """Adressen van andere pagina's; leeg als zo'n pagina er niet is."""

    self = serializers.URLField(help_text="deze pagina")
    first = serializers.URLField(help_text="de eerste pagina")
    prev = serializers.URLField(allow_null=True, help_text="de vorige pagina")
    next = serializers.URLField(allow_null=True, help_text="de volgende pagina")
    last = serializers.URLField(help_text="de laatste pagina")


class OwnSchema(AutoSchema):
    """What every operation of the API has."""

    def get_tags(self) -> list[str]:
        """One group."""
        return ["open data"]

    def _is_list_view(self, serializer: Any = None) -> bool:  # noqa: ARG002
        """Pages are described here; the framework's own lists are not used."""
        return False

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Nobody has to log in."""
        return []

    def get_override_parameters(self) -> list[Any]:
        """Headers of every answer."""
        return [
            OpenApiParameter(
                "API-Version", str, OpenApiParameter.HEADER, response=True, description="versie van de API",
            ),
        ]  # fmt: skip

    def get_response_serializers(self) -> Any:
        """The answer and the errors."""
        wrong = {
            (status, MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer, TITLES[status], [_problem_example(status)]
            )
            for status in ERRORS
        }
        return {(200, "application/json"): self.good(), **wrong}

    def good(self) -> Any:
        """The answer when nothing is wrong."""
        raise NotImplementedError


class ResourceSchema(OwnSchema):
    """A table, or one row of it."""

    @property
    def resource(self) -> Resource:
        """The table."""
        return cast("ResourceView", self.view).resource

    @property
    def one(self) -> bool:
        """True for one row."""
        return cast("ResourceView", self.view).one

    def get_operation_id(self) -> str:
        """Such as `gemeentenList`."""
        first, *rest = self.resource.name.split("-")
        return "".join([first, *(part.title() for part in rest)]) + ("Get" if self.one else "List")

    def get_summary(self) -> str:
        """The title of the table."""
        one = self.resource
        return f"{one.title['nl']}: een" if self.one else one.title["nl"]

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """What it holds."""
        return self.resource.description["nl"]

    def get_override_parameters(self) -> list[Any]:
        """Filters, page, order and columns."""
        resource = self.resource
        if self.one:
            named = resource.column(resource.detail)
            own = [
                OpenApiParameter("value", str, "path", description=named.meaning, examples=[_named(named)])
            ]
            return [*super().get_override_parameters(), *own, _fields(resource)]
        filters = [_filter(resource.column(name)) for name in resource.filters]
        return [*super().get_override_parameters(), *filters, *_paging(), _sort(resource), _fields(resource)]

    def good(self) -> Any:
        """Rows, a page of them, or one."""
        resource = self.resource
        made = _row(resource) if self.one else _page(resource)
        example = _example_row(resource) if self.one else _example_page(resource)
        return OpenApiResponse(made, resource.title["nl"], [OpenApiExample(resource.item, example)])


class DocumentSchema(OwnSchema):
    """The description of the API."""

    def get_operation_id(self) -> str:
        """Its name."""
        return "openapiGet"

    def get_summary(self) -> str:
        """Its title."""
        return "Beschrijving van deze API"

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """What it is."""
        return "Dit document, als OpenAPI 3.0."

    def good(self) -> Any:
        """An object."""
        return OpenApiResponse(OpenApiTypes.OBJECT, "de beschrijving")


def _values(schema: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": schema, "minItems": 1, "maxItems": most}


def _listed(name: str, schema: dict[str, Any], description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, schema, OpenApiParameter.QUERY, style="form", explode=False, description=description
    )


def _filter(column: Column) -> OpenApiParameter:
    schema: dict[str, Any] = {"type": "string"}
    if column.kind == "year":
        low, high = query.YEARS
        schema = {"type": "integer", "minimum": low, "maximum": high}
    elif column.values:
        schema["enum"] = list(column.values)
    else:
        schema["pattern"] = column.pattern or f"^[^,\\x00-\\x1f]{{1,{query.LONGEST}}}$"
    meaning = f"{column.meaning}; meer waarden met een komma ertussen"
    return _listed(column.name, _values(schema, query.MOST_VALUES), meaning)


def _paging() -> list[OpenApiParameter]:
    def whole(name: str, most: int, otherwise: int, description: str) -> OpenApiParameter:
        schema = {"type": "integer", "minimum": 1, "maximum": most, "default": otherwise}
        return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description)

    return [
        whole(query.PAGE, query.LARGEST_PAGE, 1, "nummer van de pagina"),
        whole(query.SIZE, query.LARGEST_SIZE, query.DEFAULT_SIZE, "rijen per pagina"),
    ]


def _sort(resource: Resource) -> OpenApiParameter:
    names = [f"{sign}{column.name}" for column in resource.columns for sign in ("", "-")]
    schema = _values({"type": "string", "enum": names}, query.MOST_SORTED)
    return _listed(query.SORT, schema, "kolommen waarop gesorteerd wordt; met - ervoor aflopend")


def _fields(resource: Resource) -> OpenApiParameter:
    names = [column.name for column in resource.columns]
    schema = _values({"type": "string", "enum": names}, len(names))
    return _listed(query.FIELDS, schema, "alleen deze kolommen")


def _named(column: Column) -> OpenApiExample:
    return OpenApiExample(str(column.example), column.example)


@cache
def _row(resource: Resource) -> type[serializers.Serializer[Any]]:
    """A serializer that is only read for the description; answers are made from frames."""
    fields = {column.name: _field(column, resource) for column in resource.columns}
    return type(f"{resource.item}Serializer", (serializers.Serializer,), fields)


def _field(column: Column, resource: Resource) -> serializers.Field[Any, Any, Any, Any]:
    words = f"{column.meaning} ({column.unit})" if column.unit else column.meaning
    settings: dict[str, Any] = {
        # A request may ask for a few columns only.
        "required": False,
        "allow_null": column.name != resource.detail,
        "help_text": words,
    }
    if column.values:
        return serializers.ChoiceField(choices=list(column.values), **settings)
    made: serializers.Field[Any, Any, Any, Any] = _FIELDS[column.kind](**settings)
    return made


@cache
def _page(resource: Resource) -> type[serializers.Serializer[Any]]:
    fields = {
        "count": serializers.IntegerField(help_text="rijen op alle pagina's samen"),
        query.PAGE: serializers.IntegerField(help_text="nummer van deze pagina"),
        query.SIZE: serializers.IntegerField(help_text="rijen per pagina"),
        "links": LinksSerializer(help_text="adressen van andere pagina's"),
        "results": _row(resource)(many=True, help_text="de rijen"),
    }
    return type(f"{resource.item}PaginaSerializer", (serializers.Serializer,), fields)


def _example_row(resource: Resource) -> dict[str, Any]:
    return {column.name: column.example for column in resource.columns}


def _example_page(resource: Resource) -> dict[str, Any]:
    address = f"https://voorbeeld.example/api/v1/{resource.name}?page=1"
    links = {"self": address, "first": address, "prev": None, "next": None, "last": address}
    return {
        "count": 1,
        "page": 1,
        "pageSize": query.DEFAULT_SIZE,
        "links": links,
        "results": [_example_row(resource)],
    }


def _problem_example(status: int) -> OpenApiExample:
    body = {
        "title": TITLES[status],
        "status": status,
        "detail": DETAILS.get(status, "Probeer het later opnieuw."),
    }
    return OpenApiExample(TITLES[status], body)
