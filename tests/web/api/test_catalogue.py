# SPDX-License-Identifier: EUPL-1.2
"""The catalogue holds what DCAT-AP-NL 3.0 demands of each thing, and every address in it answers."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from gemengd.web.api.data.resources import RESOURCES
from gemengd.web.api.files.catalogue import EU, VCARD, Publisher, catalogue

ONE, SOME = (1, 1), (1, 99)
_RESOURCE = {
    DCTERMS.title: SOME,
    DCTERMS.description: SOME,
    DCTERMS.publisher: ONE,
    DCAT.contactPoint: ONE,
    DCTERMS.identifier: ONE,
    DCTERMS.accessRights: ONE,
    DCAT.theme: SOME,
}
DEMANDED = {
    DCAT.Catalog: {
        DCTERMS.title: SOME,
        DCTERMS.description: SOME,
        DCTERMS.publisher: ONE,
        DCAT.contactPoint: ONE,
        DCTERMS.license: ONE,
        DCAT.dataset: SOME,
    },
    DCAT.Dataset: {
        **_RESOURCE,
        DCTERMS.creator: SOME,
        DCAT.distribution: SOME,
        DCTERMS.accrualPeriodicity: ONE,
    },
    DCAT.DataService: {
        **_RESOURCE,
        DCTERMS.license: ONE,
        DCAT.endpointURL: ONE,
        DCAT.endpointDescription: ONE,
    },
    DCAT.Distribution: {
        DCAT.accessURL: SOME,
        DCTERMS.license: ONE,
        DCTERMS.format: ONE,
        DCAT.downloadURL: ONE,
    },
    FOAF.Agent: {FOAF.name: SOME},
    VCARD.Organization: {VCARD.fn: SOME},
}
"""What the profile makes mandatory (and what we promise besides), with how many there may be."""
KINDS = {
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.creator: FOAF.Agent,
    DCAT.contactPoint: VCARD.Organization,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.service: DCAT.DataService,
}


def violations(graph: Graph) -> list[str]:
    """What is demanded and not there, there too often, or of the wrong kind."""
    found = []
    for kind, demanded in DEMANDED.items():
        subjects = list(graph.subjects(RDF.type, kind))
        found += [] if subjects else [f"no {kind}"]
        for subject in subjects:
            for predicate, (least, most) in demanded.items():
                count = len(set(graph.objects(subject, predicate)))
                found += [] if least <= count <= most else [f"{subject} {predicate}: {count}"]
    for predicate, kind in KINDS.items():
        values = set(graph.objects(None, predicate))
        found += [f"{value} is no {kind}" for value in values if (value, RDF.type, kind) not in graph]
    return found


def content(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def turtle(client, site) -> Graph:
    response = client.get("/catalogus.ttl")
    assert (response.status_code, response["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    return Graph().parse(data=content(response), format="turtle")


def test_everything_that_is_mandatory_is_there(turtle):
    assert violations(turtle) == []


@pytest.mark.parametrize("predicate", [DCTERMS.publisher, DCAT.contactPoint, DCTERMS.license, DCAT.theme])
def test_what_is_missing_would_be_found(turtle, predicate):
    turtle.remove((None, predicate, None))
    assert violations(turtle)


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # inside rdflib itself
def test_both_forms_say_the_same(client, turtle):
    response = client.get("/catalogus.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    other = Graph().parse(data=content(response), format="json-ld")
    assert isomorphic(other, turtle)


def test_every_table_is_a_dataset_about_education_with_two_files(turtle):
    datasets = set(turtle.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(RESOURCES)
    for dataset in datasets:
        assert set(turtle.objects(dataset, DCAT.theme)) == {URIRef(f"{EU}data-theme/EDUC")}
        assert len(set(turtle.objects(dataset, DCAT.distribution))) == 2


def test_every_address_of_ours_answers(client, turtle):
    predicates = (DCAT.downloadURL, DCAT.accessURL, DCAT.endpointDescription, DCAT.landingPage, FOAF.page)
    addresses = {str(value) for predicate in predicates for value in turtle.objects(None, predicate)}
    assert len(addresses) > 2 * len(RESOURCES)
    for address in addresses:
        response = client.get(address.removeprefix("https://gemengd.example"))
        assert response.status_code == 200, address
        response.getvalue()


@pytest.mark.parametrize(
    ("contact", "predicate"),
    [("a@example.org", VCARD.hasEmail), ("https://example.org/contact", VCARD.hasURL), ("", VCARD.hasURL)],
)
def test_the_contact_is_an_address_whatever_was_given(contact, predicate):
    manifest = {"created": "2026-01-01T00:00:00+00:00", "sources": []}
    graph = catalogue(Publisher("https://gemengd.example", "Gemengd", contact), manifest)
    values = list(graph.objects(None, predicate))
    assert len(values) == 1
    assert isinstance(values[0], URIRef)


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        (["CC0-1.0"], "CC0"),
        (["CC0-1.0", "CC-BY-4.0"], "CC_BY_4_0"),
        (["not stated in the file"], "CC_BY_4_0"),
    ],
)
def test_the_licence_is_free_only_where_every_source_is(licences, expected):
    sources = [{"id": str(n), "title": "t", "licence": licence} for n, licence in enumerate(licences)]
    manifest = {"created": "2026-01-01T00:00:00+00:00", "sources": sources}
    graph = catalogue(Publisher("https://gemengd.example", "Gemengd", ""), manifest)
    assert set(graph.objects(None, DCTERMS.license)) == {URIRef(f"{EU}licence/{expected}")}
