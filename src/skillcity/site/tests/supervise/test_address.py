"""A port that cannot be had is said so before any work is done."""

from __future__ import annotations

import socket

import pytest

from skillcity.kernel.errors import InputError
from skillcity.site.supervise import address


def test_a_taken_port_is_named_with_the_option_that_changes_it() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(InputError) as caught:
            address.check("127.0.0.1", port)
    assert caught.value.code == "site.port-taken"
    assert str(port) in caught.value.text.en
    assert "--port" in caught.value.text.en
    assert caught.value.exit_code == 2


def test_a_free_port_is_fine() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    address.check("127.0.0.1", port)


def test_an_unknown_host_is_one_line() -> None:
    with pytest.raises(InputError) as caught:
        address.check("no-such-host.invalid", 8000)
    assert caught.value.code == "site.host-unknown"


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("0.0.0.0", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/")],
)
def test_the_address_can_be_typed_into_a_browser(host: str, shown: str) -> None:
    assert address.url(host, 80) == shown


def test_nobody_answering_is_noticed() -> None:
    assert not address.wait_until_answering("127.0.0.1", 1, seconds=0.2)
