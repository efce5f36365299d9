# SPDX-License-Identifier: EUPL-1.2
"""The NL API Design Rules, as a client meets them."""

from __future__ import annotations

import json

import pytest

from gemengd.web.api.data.resources import RESOURCES
from gemengd.web.api.rest import views

PROBLEM = "application/problem+json"


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    assert response["API-Version"] == "1.0.0"
    body = json.loads(response.content)
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_every_list_answers_with_its_headers(client, site):
    for resource in RESOURCES:
        response = client.get(f"/api/v1/{resource.name}")
        assert response.status_code == 200, resource.name
        assert response["API-Version"] == "1.0.0"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    "path", ["", "/", "/gemeenten/", "/nergens", "/gemeenten/GM9901/", "/openapi.json/", "/%00"]
)
def test_what_is_not_there_is_a_problem_and_never_a_redirect(client, site, path):
    problem(client.get(f"/api/v1{path}"), 404)


def test_a_municipality_that_is_not_there_names_the_list(client, site):
    assert "/api/v1/gemeenten" in problem(client.get("/api/v1/gemeenten/GM0000"), 404)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_the_data_are_read_only(client, site, method):
    response = getattr(client, method)("/api/v1/gemeenten")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD"


def test_only_json_is_given(client, site):
    problem(client.get("/api/v1/gemeenten", headers={"accept": "application/xml"}), 406)


def test_a_head_has_no_body(client, site):
    response = client.head("/api/v1/gemeenten")
    assert (response.status_code, response.content) == (200, b"")


def test_every_fault_is_named_at_once_with_what_is_expected(client, site):
    filters = "sector=xx&jaar=2&gemeente=9901&foo=1&kenmerk=&maat=D&maat=H"
    body = problem(
        client.get(f"/api/v1/indicatoren?{filters}&page=0&pageSize=5000&sort=bla&fields=niets"), 400
    )
    found = {fault["location"]: fault for fault in body["errors"]}
    assert set(found) == {
        "sector",
        "jaar",
        "gemeente",
        "foo",
        "page",
        "pageSize",
        "sort",
        "fields",
        "kenmerk",
        "maat",
    }
    assert {fault["in"] for fault in body["errors"]} == {"query"}
    assert "po, so, vo" in found["sector"]["detail"]
    assert (
        "gemeente, sector, jaar, kenmerk, maat, status, page, pageSize, sort, fields"
        in found["foo"]["detail"]
    )
    assert "komma" in found["maat"]["detail"]


@pytest.mark.parametrize("value", ["GM9901\n", "GM9901 ", "../GM9901", "GM9901'--", "x" * 5000, "GM9901,"])
def test_a_value_that_is_no_code_is_refused(client, site, value):
    problem(client.get("/api/v1/gemeenten", {"gemeente": value}), 400)


@pytest.mark.parametrize(
    "query", [f"maat={'D,' * 100}D", "sort=maat,maat,maat,maat,maat,maat", f"fields={'maat,' * 60}maat"]
)
def test_more_values_than_make_sense_are_refused(client, site, query):
    (fault,) = problem(client.get(f"/api/v1/indicatoren?{query}"), 400)["errors"]
    assert fault["code"] == "too_many"


def test_one_row_and_the_description_know_no_filters(client, site):
    problem(client.get("/api/v1/gemeenten/GM9901?sector=po"), 400)
    problem(client.get("/api/v1/openapi.json?format=yaml"), 400)


def test_filters_are_any_of_their_values_and_all_of_each_other(ask):
    asked = {"gemeente": "GM9901,GM9902", "sector": "po", "jaar": "2024,2025", "maat": "D"}
    found = ask("indicatoren", **asked)["results"]
    assert {(row["gemeente"], row["jaar"]) for row in found} == {
        (code, year) for code in ("GM9901", "GM9902") for year in (2024, 2025)
    }
    assert {(row["sector"], row["maat"]) for row in found} == {("po", "D")}


def test_pages_follow_one_another_without_a_gap(ask, rows):
    whole = rows("leerlingaantallen")
    found, answer = [], ask("leerlingaantallen", pageSize=7)
    while True:
        found += answer["results"]
        following = answer["links"]["next"]
        if following is None:
            break
        assert following.startswith("https://gemengd.example/api/v1/leerlingaantallen?pageSize=7&page=")
        answer = ask(following.removeprefix("https://gemengd.example/api/v1/"))
    assert found == whole
    assert answer["links"]["last"] == answer["links"]["self"]


def test_a_page_after_the_last_is_not_found(client, site):
    assert "er zijn er 1" in problem(client.get("/api/v1/gemeenten?page=2"), 404)["detail"]


def test_rows_are_sorted_as_asked_with_what_is_not_known_last(ask):
    found = ask("indicatoren", sort="-waarde,gemeente", pageSize=1000, maat="D,H")["results"]
    values = [row["waarde"] for row in found]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values == known + [None] * (len(values) - len(known))


def test_only_the_columns_that_are_asked_for_are_given(ask):
    found = ask("gemeenten", fields="naam,gemeente")["results"]
    assert [list(row) for row in found] == [["naam", "gemeente"]] * 3
    assert ask("gemeenten/GM9902", fields="naam") == {"naam": "Lindermeer"}


def test_who_has_this_version_gets_nothing_again(client, site):
    first = client.get("/api/v1/gemeenten")
    again = client.get("/api/v1/gemeenten", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["API-Version"] == "1.0.0"
    assert client.get("/api/v1/gemeenten", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_of_another_site_may_ask(client, site):
    response = client.options("/api/v1/gemeenten", headers={"access-control-request-method": "GET"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_too_many_requests_of_one_address_are_refused_for_a_while(client, site, settings):
    settings.GEMENGD_API_RATE = "3/min"
    assert [client.get("/api/v1/gemeenten").status_code for _ in range(3)] == [200] * 3
    response = client.get("/api/v1/gemeenten")
    assert "seconden" in problem(response, 429)["detail"]
    assert 1 <= int(response["Retry-After"]) <= 60
    assert client.get("/api/v1/gemeenten", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_forged_address_does_not_pass_the_limit(client, site, settings):
    settings.GEMENGD_API_RATE = "1/min"
    client.get("/api/v1/gemeenten")
    problem(client.get("/api/v1/gemeenten", headers={"x-forwarded-for": "192.0.2.7"}), 429)


def test_without_a_published_version_the_api_says_so(client, db):
    response = client.get("/api/v1/gemeenten")
    problem(response, 503)
    assert response["Retry-After"] == "60"


def test_a_failure_of_ours_is_a_problem_too(client, site, monkeypatch):
    def fail(*_args):
        raise RuntimeError("secret path /srv")

    monkeypatch.setattr(views, "select", fail)
    client.raise_request_exception = False
    body = problem(client.get("/api/v1/gemeenten"), 500)
    assert "secret" not in json.dumps(body)


def test_the_rest_of_the_site_is_left_alone(client, site):
    assert "API-Version" not in client.get("/api/v12")
