"""A certificate is found in whatever it is handed over as; issuers and status lists are read from their files."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.trust import write_trust
from skillcity.credentials.reading import issuers_in, lists_in, text_of, text_of_bytes
from skillcity.credentials.tests.engine.samples import (
    DID,
    NOW,
    OTHER,
    TRUST,
    TRUSTED,
    as_jwt,
    as_qr,
    signed,
    status_list,
)
from skillcity.credentials.tests.pictures import as_file, beside, code
from skillcity.kernel.errors import InputError

URL = "https://city.example/verify/k3q9"
# What is read


@pytest.mark.parametrize("name", ["a.json", "a.pdf", "a.png", "a", "a.exe"])
@pytest.mark.parametrize("text", [signed(), as_jwt(), as_qr()], ids=["json", "jwt", "qr"])
def test_a_text_is_known_by_what_it_is_and_not_by_its_name(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    assert text_of(str(tmp_path / name)) == text


@pytest.mark.parametrize("name", ["a.pdf", "a.json", "a.png"])
def test_a_sheet_gives_the_credential_that_it_carries(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pdf(Sheet(json.loads(signed()), URL), NOW))
    assert json.loads(text_of(str(tmp_path / name))) == json.loads(signed())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_a_picture_gives_the_code_and_not_the_address_beside_it(kind: str) -> None:
    assert text_of_bytes(as_file(beside(code(URL), code(as_qr())), kind), "x") == as_qr()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "F"])
def test_a_picture_of_each_kind_of_colour(mode: str) -> None:
    kind = "TIFF" if mode in ("CMYK", "F") else "PNG"
    assert text_of_bytes(as_file(code(as_qr()).convert(mode), kind), "x") == as_qr()


def test_the_same_certificate_twice_in_a_picture_is_one() -> None:
    assert text_of_bytes(as_file(beside(code(as_qr()), code(as_qr()))), "x") == as_qr()


def test_a_large_photograph_is_read() -> None:
    page = Image.new("L", (4000, 3000), 200)
    page.paste(code(as_qr(), scale=8), (1500, 900))
    assert text_of_bytes(as_file(page, "JPEG", quality=60), "x") == as_qr()


# What is no file


@pytest.mark.parametrize("given", [as_qr(), as_jwt(), signed(), "", "x", "\0", "x" * 5000, URL, "SKC1:A/B.json"])
def test_what_is_no_file_is_the_text_itself(given: str) -> None:
    assert text_of(given) == given


@pytest.mark.parametrize("given", ["no-such.json", "/no/such/folder/a.PDF", "a.b.jpeg"])
def test_a_file_that_is_not_there_is_said_to_be_missing(given: str) -> None:
    with pytest.raises(InputError) as caught:
        text_of(given)
    assert (caught.value.code, caught.value.where) == ("credential.no-file", given)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert text_of(str(tmp_path)) == str(tmp_path)


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("x")

    def closed(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(InputError) as caught:
        text_of(str(tmp_path / "a"))
    assert caught.value.code == "credential.unreadable"


def test_of_an_endless_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    with pytest.raises(InputError) as caught:
        text_of(str(tmp_path / "a.json"))
    assert caught.value.code == "credential.too-large"


# Issuers and status lists


def test_the_issuers_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "issuers.json"
    path.write_text(json.dumps(write_trust([TRUSTED])), "utf-8")
    assert issuers_in(path) == TRUST


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"issuers": [{}]}', "\ud800", "[" * 100_000, '{"issuers": {"a": 1}}']
)
def test_what_is_no_list_of_issuers(text: str, tmp_path: Path) -> None:
    path = tmp_path / "issuers.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError) as caught:
        issuers_in(path)
    assert (caught.value.code, caught.value.where) == ("credential.issuers", str(path))


@pytest.mark.parametrize("as_array", [False, True])
def test_the_status_lists_of_files(as_array: bool, tmp_path: Path) -> None:
    texts = [status_list(purpose) for purpose in Purpose]
    files = [f"[{','.join(texts)}]"] if as_array else texts
    paths = []
    for number, text in enumerate(files):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(text, "utf-8")
    assert [each.purpose for each in lists_in(paths, TRUST)] == list(Purpose)
    assert {each.issuer for each in lists_in(paths, TRUST)} == {DID}


def test_a_status_list_may_be_a_token(tmp_path: Path) -> None:
    from skillcity.credentials.engine.jwt import to_jwt
    from skillcity.credentials.tests.engine.samples import KEY

    document = json.loads(status_list(Purpose.REVOKED))
    del document["proof"]
    token = to_jwt(document, KEY, NOW - timedelta(hours=1))
    for text in (token, json.dumps([token])):
        (tmp_path / "a").write_text(text)
        assert lists_in([tmp_path / "a"], TRUST)[0].purpose is Purpose.REVOKED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[5]",
        "[null]",
        "{}",
        signed(),
        status_list(Purpose.REVOKED, key=OTHER),
        status_list(Purpose.REVOKED).replace('"until"', '"x"').replace("2026-11-25", "2027-11-25"),
        "[" * 100_000,
        "\ud800",
    ],
)
def test_a_status_list_that_cannot_be_relied_on(text: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError) as caught:
        lists_in([tmp_path / "a"], TRUST)
    assert caught.value.code == "credential.status-list"
    assert caught.value.what.en
    assert caught.value.what.zh
