"""Secrets are made once, for their owner's eyes only."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from skillcity.kernel.errors import InputError
from skillcity.site.supervise.secrets import KEY_BYTES, load_secrets


def test_they_are_made_once_and_stay(tmp_path: Path) -> None:
    first = load_secrets(tmp_path / "var")
    assert load_secrets(tmp_path / "var") == first
    assert len(first.id_number_index_key) == KEY_BYTES
    assert len(first.id_number_keys[first.id_number_key_id]) == KEY_BYTES


def test_only_the_owner_reads_them(tmp_path: Path) -> None:
    load_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_many_at_once_agree_and_leave_no_draft(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: load_secrets(tmp_path).django_key, range(32)))
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_they_do_not_show_in_a_log(tmp_path: Path) -> None:
    secrets = load_secrets(tmp_path)
    assert secrets.django_key not in repr(secrets)
    assert secrets.app_password not in f"{secrets}"


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: "",
        lambda content: content[:40],
        lambda content: "[]",
        lambda content: json.dumps(json.loads(content) | {"id_number_index_key": "c2hvcnQ="}),
        lambda content: json.dumps(json.loads(content) | {"id_number_key_id": "9"}),
        lambda content: json.dumps({key: value for key, value in json.loads(content).items() if key != "django_key"}),
    ],
)
def test_a_damaged_file_is_said_so_and_never_replaced(tmp_path: Path, damage: object) -> None:
    load_secrets(tmp_path)
    path = tmp_path / "secrets.json"
    broken = damage(path.read_text())  # type: ignore[operator]
    path.write_text(broken)
    with pytest.raises(InputError) as caught:
        load_secrets(tmp_path)
    assert caught.value.code == "site.secrets-unreadable"
    assert path.read_text() == broken


def test_a_file_in_place_of_the_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(InputError) as caught:
        load_secrets(tmp_path / "var")
    assert caught.value.code == "site.not-writable"
