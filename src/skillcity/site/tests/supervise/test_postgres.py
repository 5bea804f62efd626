"""The embedded server starts from whatever an earlier one left behind."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from pathlib import Path

import psycopg
import pytest

from skillcity.kernel.errors import InputError
from skillcity.site.supervise import leftovers
from skillcity.site.supervise.connecting import connect
from skillcity.site.supervise.places import LONGEST_SOCKET_PATH, ROOT_STATE, SOCKET_NAME
from skillcity.site.supervise.postgres import EmbeddedPostgres
from skillcity.site.tests.supervise.conftest import wait_for


def answer(server: EmbeddedPostgres, query: str) -> object:
    with connect(server.superuser()) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return row[0]


def test_data_survive_a_restart(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", durable=False) as server, connect(server.superuser()) as connection:
        connection.execute("create table kept as select 7 as number")
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        assert answer(server, "select number from kept") == 7


def test_it_is_safe_by_default_and_searches_chinese(place: Path) -> None:
    with EmbeddedPostgres(place / "pg") as server:
        assert answer(server, "select current_setting('fsync')") == "on"
        assert answer(server, "select current_setting('synchronous_commit')") == "on"
        assert answer(server, "select current_setting('data_checksums')") == "on"
        assert answer(server, "select current_setting('TimeZone')") == "UTC"
        assert answer(server, "select current_setting('listen_addresses')") == ""
        assert answer(server, "select array_length(show_trgm('焊工'), 1)")


def test_the_socket_is_closed_to_others_and_outside_the_data(server: EmbeddedPostgres) -> None:
    places = server.places
    assert stat.S_IMODE(places.sockets.stat().st_mode) == 0o700
    assert places.data not in places.sockets.parents
    assert stat.S_IMODE(places.data.stat().st_mode) == 0o700


def test_nobody_gets_in_without_the_password(server: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(server.superuser() | {"password": "guess"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_root_hands_over_to_an_unprivileged_user(server: EmbeddedPostgres) -> None:
    assert server.process is not None
    assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0


def test_a_second_server_in_the_same_folder_is_refused(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillcity.site.supervise.postgres.LOCK_SECONDS", 0.1)
    with pytest.raises(InputError) as caught:
        EmbeddedPostgres(server.folder).start()
    assert caught.value.code == "site.database-in-use"


@pytest.mark.parametrize("content", ["{pid}\n{data}\n0\n5432\n\n\n", "{pid}\n", "12", "", "not a number\n"])
def test_a_stale_or_truncated_pid_file_does_not_hinder_the_start(place: Path, content: str) -> None:
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        data = server.places.data
    (data / "postmaster.pid").write_text(content.format(pid=os.getppid(), data=data))
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        assert answer(server, "select 1") == 1


def test_a_server_that_lost_its_supervisor_is_ended_first(place: Path) -> None:
    first = EmbeddedPostgres(place / "pg", durable=False)
    first.start()
    assert first.process is not None
    first._lock.release()  # what the kernel does when the supervisor is killed
    with EmbeddedPostgres(place / "pg", durable=False) as second:
        assert answer(second, "select 1") == 1
        assert first.process.poll() is not None


def test_it_starts_again_after_its_postmaster_was_killed(server: EmbeddedPostgres) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    assert wait_for(lambda: not server.is_running())
    server.launch()
    assert wait_for(lambda: _answers(server))


def test_stopping_leaves_no_process(place: Path) -> None:
    server = EmbeddedPostgres(place / "pg", durable=False)
    server.start()
    data = server.places.data
    assert leftovers.servers_in(data)
    server.stop()
    assert leftovers.servers_in(data) == []
    assert not (data / "postmaster.pid").exists()


def test_spaces_and_chinese_in_the_path(place: Path) -> None:
    with EmbeddedPostgres(place / "a b" / "技能 城" / "pg", durable=False) as server:
        assert answer(server, "select 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_short_one(place: Path) -> None:
    with EmbeddedPostgres(place / ("long" * 30) / "pg", durable=False) as server:
        assert answer(server, "select 1") == 1
        assert len(os.fsencode(server.places.sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert stat.S_IMODE(server.places.sockets.stat().st_mode) == 0o700
        sockets = server.places.sockets
    sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_a_closed_folder_stays_closed_and_the_data_lie_elsewhere(closed_place: Path) -> None:
    with EmbeddedPostgres(closed_place / "pg", durable=False) as server:
        assert answer(server, "select 1") == 1
        assert ROOT_STATE in server.places.data.parents
    assert stat.S_IMODE(closed_place.stat().st_mode) == 0o700
    with EmbeddedPostgres(closed_place / "pg", durable=False) as again:
        assert again.places.data == server.places.data
    shutil.rmtree(closed_place / "pg")
    with EmbeddedPostgres(closed_place / "pg", durable=False) as anew:  # another clone at the same path
        assert anew.places.data != server.places.data


def test_an_interrupted_first_start_is_made_anew(place: Path) -> None:
    half = place / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        assert answer(server, "select 1") == 1


def test_data_of_another_version_are_refused(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        data = server.places.data
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(InputError) as caught:
        EmbeddedPostgres(place / "pg").start()
    assert caught.value.code == "site.database-version"


def test_a_server_that_does_not_start_says_why(place: Path) -> None:
    with EmbeddedPostgres(place / "pg", durable=False) as server:
        data = server.places.data
    (data / "local.conf").write_text("shared_buffers = 'nonsense'\n")
    with pytest.raises(InputError) as caught:
        EmbeddedPostgres(place / "pg").start()
    assert caught.value.code == "site.database-did-not-start"
    assert "postgres.log" in caught.value.where


def _answers(server: EmbeddedPostgres) -> bool:
    try:
        return answer(server, "select 1") == 1
    except psycopg.OperationalError:
        return False
