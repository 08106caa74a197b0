"""The round keeps its contract, and its letters have the region's look and words."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import io
import zipfile

import kkrconsult as kc
import pytest
from kkrconsult.testing import assert_round

from kkr_eksempelregion import round_spec

OPEN = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)


def test_it_keeps_its_contract() -> None:
    assert_round(round_spec)


def test_it_is_found_by_its_id_once_installed() -> None:
    round_ = kc.load_round(round_spec.id)
    assert [party.name for party in round_.participants] == [
        "Eksempelby",
        "Prøvestrup",
        "Vesterdemo",
        "Eksempelforsyningen",
    ]


@pytest.fixture(scope="module")
def letters() -> dict[str, bytes]:
    """The invitations and reminders of the round, by name of their files."""
    report = kc.check(kc.load_round(round_spec.id), [], at=OPEN)
    sink = io.BytesIO()
    kc.export(report, "letters", sink, options={"kinds": ["invitation", "reminder"]})
    with zipfile.ZipFile(sink) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_party_gets_a_letter_on_the_regions_paper(letters: dict[str, bytes]) -> None:
    documents = [data for name, data in letters.items() if name.endswith(".docx")]
    assert len(documents) == 4
    for data in documents:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            heads = [archive.read(name).decode() for name in archive.namelist() if "header" in name]
        assert any("Eksempelregionen · opdigtet" in head for head in heads)


def test_the_letters_have_the_regions_words(letters: dict[str, bytes]) -> None:
    reminders = [name for name in letters if name.startswith("paamindelse/") and name.endswith(".eml")]
    assert len(reminders) == 4
    for name in reminders:
        letter = email.message_from_bytes(letters[name], policy=email.policy.default)
        assert str(letter["Subject"]).startswith("Eksempelregionen minder om høringen: ")
        # Headings are in capitals there, since an e-mail is plain text.
        assert "sådan svarer i" in letter.get_content().casefold()
