# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of the open data by DCAT-AP-NL 3.0, as Turtle and as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, XSD

from gemengd.web.api.data.licences import licence, rights, sources
from gemengd.web.api.data.resources import RESOURCES, Resource
from gemengd.web.api.files.csvw import FICTIONAL, SUFFIX

EU = "http://publications.europa.eu/resource/authority/"
PUBLIC = URIRef(f"{EU}access-right/PUBLIC")
THEME = URIRef(f"{EU}data-theme/EDUC")
FREQUENCY = URIRef(f"{EU}frequency/ANNUAL")
DUTCH = URIRef(f"{EU}language/NLD")
NETHERLANDS = URIRef(f"{EU}country/NLD")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
MEDIA = "https://www.iana.org/assignments/media-types/"
FORMATS = {
    "csv": (f"{EU}file-type/CSV", f"{MEDIA}text/csv"),
    "parquet": (f"{EU}file-type/PARQUET", f"{MEDIA}application/vnd.apache.parquet"),
}
KEYWORDS = ("schoolsegregatie", "onderwijs", "kansengelijkheid", "gemeenten", "scholen")


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the site's public address, its name and where to reach who answers for it."""

    address: str
    name: str
    contact: str

    def uri(self, path: str) -> URIRef:
        """An address on the site."""
        return URIRef(f"{self.address}{path}")


def catalogue(publisher: Publisher, manifest: Mapping[str, Any]) -> Graph:
    """The catalogue.

    Args:
        publisher: who publishes.
        manifest: the workspace's manifest.

    Source: Geonovum, DCAT-AP-NL 3.0.
    """
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", VCARD), ("prov", PROV)):
        graph.bind(prefix, space)
    root, service = publisher.uri("/catalogus"), publisher.uri("/api/v1")
    _people(graph, publisher)
    graph.add((root, RDF.type, DCAT.Catalog))
    _common(graph, root, publisher, _TITLE, _about(manifest))
    graph.add((root, DCTERMS.license, _licence(graph, manifest)))
    graph.add((root, FOAF.homepage, publisher.uri("/bestanden/")))
    graph.add((root, DCAT.service, service))
    graph.add((root, DCTERMS.modified, _moment(manifest)))
    _service(graph, service, publisher, manifest)
    for resource in RESOURCES:
        dataset = publisher.uri(f"/bestanden/#{resource.name}")
        graph.add((root, DCAT.dataset, dataset))
        graph.add((service, DCAT.servesDataset, dataset))
        _dataset(graph, dataset, resource, publisher, manifest)
    return graph


_TITLE = {"nl": "Open data over schoolsegregatie", "en": "Open data on school segregation"}
_ABOUT = {
    "nl": "Hoe gescheiden leerlingen naar school gaan, per gemeente, school en gebied.",
    "en": "How separately pupils go to school, per municipality, school and area.",
}


def _about(manifest: Mapping[str, Any]) -> dict[str, str]:
    if not manifest.get("fictional"):
        return _ABOUT
    return {code: f"{words} {FICTIONAL[code]}" for code, words in _ABOUT.items()}


def _people(graph: Graph, publisher: Publisher) -> None:
    agent, contact = publisher.uri("/#uitgever"), publisher.uri("/#contact")
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publisher.name, lang="nl")))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(publisher.name, lang="nl")))
    if publisher.contact and not publisher.contact.startswith(("http://", "https://")):
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{publisher.contact.removeprefix('mailto:')}")))
    else:
        graph.add((contact, VCARD.hasURL, URIRef(publisher.contact or publisher.address)))


def _common(
    graph: Graph, subject: URIRef, publisher: Publisher, title: Mapping[str, str], about: Mapping[str, str]
) -> None:
    """What a catalogue, a dataset and a service all have to say."""
    for predicate, words in ((DCTERMS.title, title), (DCTERMS.description, about)):
        for code, text in words.items():
            graph.add((subject, predicate, Literal(text, lang=code)))
    graph.add((PUBLIC, RDF.type, DCTERMS.RightsStatement))
    for predicate, value in (
        (DCTERMS.identifier, Literal(str(subject))),
        (DCTERMS.publisher, publisher.uri("/#uitgever")),
        (DCTERMS.creator, publisher.uri("/#uitgever")),
        (DCAT.contactPoint, publisher.uri("/#contact")),
        (DCTERMS.accessRights, PUBLIC),
        (DCTERMS.language, DUTCH),
        (DCAT.theme, THEME),
    ):
        graph.add((subject, predicate, value))


def _service(graph: Graph, service: URIRef, publisher: Publisher, manifest: Mapping[str, Any]) -> None:
    graph.add((service, RDF.type, DCAT.DataService))
    _common(graph, service, publisher, {"nl": "API van Gemengd", "en": "API of Gemengd"}, _about(manifest))
    graph.add((service, DCTERMS.license, _licence(graph, manifest)))
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.endpointDescription, publisher.uri("/api/v1/openapi.json")))


def _dataset(
    graph: Graph, dataset: URIRef, resource: Resource, publisher: Publisher, manifest: Mapping[str, Any]
) -> None:
    graph.add((dataset, RDF.type, DCAT.Dataset))
    _common(graph, dataset, publisher, resource.title, resource.description)
    graph.add((dataset, DCTERMS.accrualPeriodicity, FREQUENCY))
    graph.add((dataset, DCTERMS.spatial, NETHERLANDS))
    graph.add((dataset, DCAT.landingPage, publisher.uri("/bestanden/")))
    graph.add((dataset, DCTERMS.modified, _moment(manifest)))
    for word in KEYWORDS:
        graph.add((dataset, DCAT.keyword, Literal(word, lang="nl")))
    for source in sources(manifest):
        graph.add((dataset, DCTERMS.provenance, _statement(graph, publisher, source)))
    for suffix, (form, media) in FORMATS.items():
        made = _distribution(graph, resource, suffix, publisher, manifest)
        graph.add((dataset, DCAT.distribution, made))
        graph.add((made, DCTERMS.format, URIRef(form)))
        graph.add((made, DCAT.mediaType, URIRef(media)))


def _distribution(
    graph: Graph, resource: Resource, suffix: str, publisher: Publisher, manifest: Mapping[str, Any]
) -> URIRef:
    made = publisher.uri(f"/bestanden/{resource.name}.{suffix}")
    graph.add((made, RDF.type, DCAT.Distribution))
    for predicate, value in (
        (DCTERMS.title, Literal(f"{resource.title['nl']} ({suffix.upper()})", lang="nl")),
        (DCAT.accessURL, publisher.uri("/bestanden/")),
        (DCAT.downloadURL, made),
        (DCTERMS.license, _licence(graph, manifest)),
        (DCTERMS.rights, _rights(graph, publisher, manifest)),
        (DCAT.accessService, publisher.uri("/api/v1")),
    ):
        graph.add((made, predicate, value))
    if suffix == "csv":
        graph.add((made, FOAF.page, publisher.uri(f"/bestanden/{resource.name}{SUFFIX}")))
    return made


def _licence(graph: Graph, manifest: Mapping[str, Any]) -> URIRef:
    concept = URIRef(licence(manifest).concept)
    graph.add((concept, RDF.type, DCTERMS.LicenseDocument))
    return concept


def _rights(graph: Graph, publisher: Publisher, manifest: Mapping[str, Any]) -> URIRef:
    said = publisher.uri("/bestanden/#rechten")
    graph.add((said, RDF.type, DCTERMS.RightsStatement))
    graph.add((said, DCTERMS.description, Literal(rights(manifest), lang="nl")))
    return said


def _statement(graph: Graph, publisher: Publisher, source: Mapping[str, Any]) -> URIRef:
    said = publisher.uri(f"/bestanden/#bron-{source['id']}")
    graph.add((said, RDF.type, DCTERMS.ProvenanceStatement))
    graph.add((said, DCTERMS.title, Literal(str(source.get("title", "")))))
    graph.add((said, DCTERMS.description, Literal(str(source.get("attribution", "")))))
    return said


def _moment(manifest: Mapping[str, Any]) -> Literal:
    return Literal(str(manifest.get("created", "")), datatype=XSD.dateTime)
