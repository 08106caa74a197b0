"""`make` knows every class, and the corpus holds what it says."""

from __future__ import annotations

import io
from typing import Any

import attrs
import pytest

import kkrconsult as kc
import kkrconsult.testing
from kkrconsult.plugins import load_plugins
from kkrconsult.testing import constructed_report, constructed_responses, make, reference_round

CLASSES: dict[str, type[Any]] = {
    name: value for name in kc.__all__ if isinstance(value := getattr(kc, name), type) and attrs.has(value)
}


@pytest.mark.parametrize("name", CLASSES)
class TestMaking:
    def test_needs_nothing_but_the_class(self, name: str) -> None:
        assert type(make(CLASSES[name])) is CLASSES[name]

    def test_gives_the_same_each_time(self, name: str) -> None:
        first, second = make(CLASSES[name]), make(CLASSES[name])
        # Field by field, since a class may compare by identity.
        assert all(getattr(first, one.name) == getattr(second, one.name) for one in attrs.fields(CLASSES[name]))

    def test_takes_every_field(self, name: str) -> None:
        made = make(CLASSES[name])
        for field in attrs.fields(CLASSES[name]):
            value = getattr(made, field.name)
            assert getattr(make(CLASSES[name], **{field.alias or field.name: value}), field.name) == value


class TestWhatCannotBeMade:
    def test_a_misspelt_field_is_named_with_the_one_that_was_meant(self) -> None:
        with pytest.raises(TypeError, match=r"Response has no field 'titel'\. Did you mean 'title'\?"):
            make(kc.Response, titel="x")

    def test_a_field_like_none_is_answered_with_all_there_are(self) -> None:
        with pytest.raises(TypeError, match=r"Sender has no field 'zzz'\. There are: email, name\."):
            make(kc.Sender, zzz=1)
        with pytest.raises(TypeError, match=r"NoOptions has no field 'zzz'\. There are: none\."):
            make(kc.NoOptions, zzz=1)

    def test_what_is_no_class_of_data_is_refused(self) -> None:
        with pytest.raises(TypeError, match="attrs classes"):
            make(str)

    def test_of_a_class_of_ones_own_the_fields_without_a_default_are_asked_for(self) -> None:
        @attrs.frozen(kw_only=True)
        class Options:
            words: int
            pages: int = 2

        with pytest.raises(TypeError, match=r"no values for Options; give words"):
            make(Options)
        assert make(Options, words=3) == Options(words=3)

    def test_a_value_that_the_class_refuses_is_refused_here_too(self) -> None:
        with pytest.raises(kc.DataError, match="must be an id"):
            make(kc.Response, id="")


class TestTheRecords:
    def test_make_a_plugin_that_works(self) -> None:
        class Plugin:
            @kc.hookimpl
            def kkrconsult_validators(self) -> list[kc.ValidatorSpec]:
                return [make(kc.ValidatorSpec)]

            @kc.hookimpl
            def kkrconsult_exporters(self) -> list[kc.ExporterSpec]:
                return [make(kc.ExporterSpec)]

            @kc.hookimpl
            def kkrconsult_readers(self) -> list[kc.ReaderSpec]:
                return [make(kc.ReaderSpec)]

            @kc.hookimpl
            def kkrconsult_rounds(self) -> list[kc.RoundSpec]:
                return [make(kc.RoundSpec)]

            @kc.hookimpl
            def kkrconsult_groupers(self) -> list[kc.GrouperSpec]:
                return [make(kc.GrouperSpec)]

        registry = load_plugins(extra=[Plugin()], entry_points=False, strict=True)
        round_ = kc.load_round("konstrueret-runde", registry=registry)
        report = kc.check(round_, [make(kc.Response)], at=make(kc.Report).at, registry=registry)
        assert report.complete
        assert report.counts["acme.constructed"] == 1
        no_words = make(kc.Response, body="Nej.")
        assert "acme.constructed" not in kc.check(round_, [no_words], at=report.at, registry=registry).counts
        sink = io.BytesIO()
        kc.export(report, "acme-title", sink, registry=registry)
        assert sink.getvalue() == "En konstrueret høring\n".encode()
        stream = io.BytesIO(b"Tre korte ord")
        stream.name = "svar.words"
        inbox = kc.read_inbox(stream, round_, registry=registry)
        assert [answer.body for answer in inbox] == ["Tre korte ord"]
        grouped = registry.grouper("acme-alone").spec.group([make(kc.Proposal)], kc.NoOptions())
        assert [theme.points for theme in grouped] == [("svar-1.2",)]
        (read,) = make(kc.ReaderSpec).read(io.BytesIO(b"Ja"), "svar.words", kc.NoOptions())
        assert isinstance(read, kc.Response)
        with make(kc.GivenFile).open() as template:
            assert template.read()


class TestTheCorpus:
    def test_has_answers_that_differ_in_all_that_matters(self) -> None:
        answers = constructed_responses()
        assert len({answer.id for answer in answers}) == len(answers) >= 12
        parties = {party.id for party in reference_round().participants}
        tracks = {track.id for track in reference_round().tracks}
        assert any(not answer.text for answer in answers)
        assert any(len(answer.text) > 50_000 for answer in answers)
        assert any(
            "\x00" in answer.text and "\u202e" in answer.text and "<script>" in answer.text for answer in answers
        )
        assert any(answer.withdrawn for answer in answers)
        assert any(answer.supersedes for answer in answers)
        assert any(answer.joint for answer in answers)
        assert any(set(answer.participants) - parties for answer in answers)
        assert any(not answer.participants for answer in answers)
        assert any(
            isinstance(point, kc.TrackPoint) and point.track not in tracks for a in answers for point in a.points
        )
        assert any(answer.language == "en" for answer in answers)
        assert any(not answer.points for answer in answers)
        assert any(answer.received_at is None for answer in answers)

    def test_makes_a_report_in_which_most_can_be_seen(self) -> None:
        report = constructed_report()
        assert report.complete
        assert len(report.counts) > 20
        assert len({one.standing for one in report.participation.responses}) == len(kc.Standing)
        assert any("<script>" in entry.point.text for entry in report.points)
        assert any(len(theme.points) > 1 for theme in report.themes)
        assert {one.disposition for one in report.assessments} >= {kc.Disposition.ACCOMMODATED, kc.Disposition.PARTLY}

    def test_has_a_report_for_the_public(self) -> None:
        report = constructed_report("public")
        assert report.audience is kc.Audience.PUBLIC
        assert len(report.responses) < len(constructed_report().responses)
        with pytest.raises(ValueError, match="everybody"):
            constructed_report("everybody")

    def test_can_be_written_and_read(self) -> None:
        report = constructed_report()
        assert kc.from_json(kc.Report, kc.to_json(report)) == report


class TestTheModule:
    def test_shows_its_names_and_no_others(self) -> None:
        assert set(kkrconsult.testing.__all__) <= set(dir(kkrconsult.testing))
        assert all(getattr(kkrconsult.testing, name) for name in kkrconsult.testing.__all__)
        with pytest.raises(AttributeError, match="has no attribute 'assert_nothing'"):
            kkrconsult.testing.assert_nothing  # type: ignore[attr-defined]  # noqa: B018
