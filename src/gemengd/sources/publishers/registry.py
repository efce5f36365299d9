# SPDX-License-Identifier: EUPL-1.2
"""The kinds of file that are known."""

from __future__ import annotations

from gemengd.sources.publishers.cbs import education, pc4, population
from gemengd.sources.publishers.duo import (
    advice,
    exams,
    flows,
    location_lists,
    locations,
    primary_pupils,
    schools_2013,
    secondary_flows,
    service_flows,
)
from gemengd.sources.publishers.geo import amsterdam, areas, mergers
from gemengd.sources.publishers.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "duo-po-flows",
        {
            "nl": "DUO, leerlingen po per vestiging, postcode van de leerling en leeftijd",
            "en": "DUO, pupils in primary education by school location, home postcode and age",
        },
        "text",
        flows.COLUMNS,
        flows.read,
    ),
    Kind(
        "schools-bo",
        {
            "nl": "Lijst van basisscholen met coördinaten, januari 2013",
            "en": "Primary schools with coordinates, January 2013",
        },
        "text",
        schools_2013.PRIMARY_COLUMNS,
        schools_2013.read_primary,
    ),
    Kind(
        "schools-so",
        {
            "nl": "Lijst van scholen voor speciaal onderwijs met coördinaten, januari 2013",
            "en": "Special schools with coordinates, January 2013",
        },
        "text",
        schools_2013.SPECIAL_COLUMNS,
        schools_2013.read_special,
    ),
    Kind(
        "schools-vo",
        {
            "nl": "Lijst van middelbare scholen met coördinaten, januari 2013",
            "en": "Secondary schools with coordinates, January 2013",
        },
        "text",
        schools_2013.SECONDARY_COLUMNS,
        schools_2013.read_secondary,
    ),
    Kind(
        "duo-vo-locations",
        {"nl": "DUO, leerlingen vo per vestiging", "en": "DUO, pupils per location of secondary education"},
        "text",
        locations.COLUMNS,
        locations.read,
    ),
    Kind(
        "duo-po-pupils",
        {
            "nl": "DUO, leerlingen po per vestiging, soort en leeftijd",
            "en": "DUO, pupils in primary education by location, kind of school and age",
        },
        "text",
        primary_pupils.COLUMNS,
        primary_pupils.read,
    ),
    Kind(
        "duo-po-flows-service",
        {
            "nl": "DUO-dataservice, leerlingen po naar postcode van de leerling, meer jaren",
            "en": "DUO data service, pupils in primary education by home postcode, several years",
        },
        "text",
        service_flows.COLUMNS,
        service_flows.read,
    ),
    Kind(
        "duo-vo-flows",
        {
            "nl": "DUO, leerlingen vo per vestiging, postcode van de leerling en leerjaar",
            "en": "DUO, pupils in secondary education by location, home postcode and year of the course",
        },
        "text",
        secondary_flows.COLUMNS,
        secondary_flows.read,
    ),
    Kind(
        "duo-locations-so",
        {
            "nl": "DUO, alle vestigingen sbo, so en vso",
            "en": "DUO, list of all locations of special education",
        },
        "text",
        location_lists.SPECIAL_COLUMNS,
        location_lists.read_special,
    ),
    # After the special ones: a location that is in both lists is an ordinary primary school, as in the flows.
    Kind(
        "duo-locations-po",
        {
            "nl": "DUO, alle schoolvestigingen basisonderwijs",
            "en": "DUO, list of all locations of ordinary primary education",
        },
        "text",
        location_lists.PRIMARY_COLUMNS,
        location_lists.read_primary,
    ),
    Kind(
        "duo-locations-vo",
        {
            "nl": "DUO, alle vestigingen voortgezet onderwijs",
            "en": "DUO, list of all locations of secondary education",
        },
        "text",
        location_lists.SECONDARY_COLUMNS,
        location_lists.read_secondary,
    ),
    Kind(
        "duo-advice",
        {
            "nl": "DUO, schooladviezen in groep 8",
            "en": "DUO, school advice in the last year of primary school",
        },
        "text",
        advice.COLUMNS,
        advice.read,
    ),
    Kind(
        "duo-exams",
        {
            "nl": "DUO, examenkandidaten en geslaagden (herkend, nog niet gebruikt)",
            "en": "DUO, exam candidates and passes (recognised, not used yet)",
        },
        "text",
        exams.COLUMNS,
        exams.read,
    ),
    Kind(
        "cbs-pc4",
        {
            "nl": "CBS, kerncijfers per viercijferige postcode (2020 en later)",
            "en": "CBS, key figures by four-digit postcode (2020 and later)",
        },
        "sheet",
        pc4.COLUMNS,
        pc4.read,
    ),
    Kind(
        "cbs-population",
        {
            "nl": "CBS, bevolking per viercijferige postcode (2013)",
            "en": "CBS, population by four-digit postcode (2013)",
        },
        "text",
        population.COLUMNS,
        population.read,
    ),
    Kind(
        "cbs-ses-woa",
        {
            "nl": "CBS, SES-WOA: opleiding per wijk en buurt",
            "en": "CBS, SES-WOA: education by district and neighbourhood",
        },
        "text",
        education.COLUMNS,
        education.read,
    ),
    Kind(
        "areas",
        {
            "nl": "Gebieden met hun vorm (GeoJSON): postcodes, buurten, wijken, gemeenten",
            "en": "Areas with their shape (GeoJSON): postcodes, neighbourhoods, districts, municipalities",
        },
        "geojson",
        areas.COLUMNS,
        areas.read,
    ),
    Kind(
        "mergers",
        {"nl": "Gemeentelijke herindelingen", "en": "Municipal mergers"},
        "text",
        mergers.COLUMNS,
        mergers.read,
    ),
    Kind(
        "amsterdam-schools",
        {"nl": "Amsterdam, basisscholen naar ja en nee", "en": "Amsterdam, primary schools by ja and nee"},
        "geojson",
        amsterdam.SCHOOL_COLUMNS,
        amsterdam.read_schools,
    ),
    Kind(
        "amsterdam-neighbourhoods",
        {"nl": "Amsterdam, buurtcombinaties naar ja en nee", "en": "Amsterdam, neighbourhoods by ja and nee"},
        "geojson",
        amsterdam.NEIGHBOURHOOD_COLUMNS,
        amsterdam.read_neighbourhoods,
    ),
)
"""Every kind that `read` knows; also the list that `gemengd sources kinds` prints."""
