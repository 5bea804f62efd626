"""The main pages: who opens them, and where."""

from __future__ import annotations

from tests.browser.city import City

MAIN: dict[str, tuple[str | None, str]] = {
    "welcome": (None, "/"),
    "sign-in": (None, "/account/login/"),
    "home-worker": ("worker", "/home"),
    "home-county-officer": ("county-officer", "/home"),
    "home-college": ("college", "/home"),
    "home-auditor": ("auditor", "/home"),
    "people": ("county-officer", "/people?q=王"),
    "person": ("city-officer", "/people/{worker}"),
    "person-class": ("city-officer", "/people/{worker}/class"),
    "my-class": ("worker", "/me/class"),
    "my-rights": ("worker", "/me/rights"),
    "person-rights": ("city-officer", "/people/{worker}/rights"),
    "catalogues": ("city-officer", "/catalogues"),
    "my-access-log": ("worker", "/me/access-log"),
    "organisation": ("college", "/organisations/{college}"),
    "occupation": ("worker", "/occupations/6-18-02-04"),
    "catalogue": ("city-officer", "/catalogues/{edition}"),
    "import-new": ("county-officer", "/imports/new?kind=training"),
    "import-check": ("county-officer", "/imports/{checked}"),
    "import-taken": ("county-officer", "/imports/{taken}"),
    "jobs": ("county-officer", "/jobs"),
    "administration": ("system-admin", "/administration"),
}


def places(city: City) -> dict[str, object]:
    """The rows of the sample that the addresses name."""
    batches = (
        "select b.id from imports_importbatch b join accounts_account a on a.id = b.account_id"
        " where b.status = %s and a.username = 'county-officer' order by b.id"
    )
    return {
        "worker": city.ids.worker,
        "college": city.ids.college,
        "edition": city.query("select max(edition) from policy_standing where catalogue = 'talent-class'")[0][0],
        "checked": city.query(batches, "checked")[0][0],
        "taken": city.query(batches, "taken")[0][0],
    }


def address(city: City, name: str) -> tuple[str | None, str]:
    """The account and the address of a main page."""
    account, path = MAIN[name]
    return account, path.format(**places(city))
