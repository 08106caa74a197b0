"""What is deprecated works on, and says what to use instead. All names here are constructed."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.deprecation import renamed_fields, renamed_parameters


@renamed_parameters({"colour": "shade", "size": "width"}, since="0.8", goes="1.0")
def paint(*, shade: str, width: int = 1) -> tuple[str, int]:
    """Paint."""
    return shade, width


@renamed_fields({"colour": "shade"}, since="0.8", goes="1.0")
@attrs.frozen(kw_only=True)
class Brush:
    """A brush."""

    shade: str = "white"
    """Its shade."""


# Type checkers know the new names alone.
old_paint: Any = paint
old_brush: Any = Brush


class TestANameOfThePackage:
    @pytest.fixture(autouse=True)
    def chek(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(kc._RENAMED, "chek", ("check", "0.8", "1.0"))

    def test_leads_to_its_new_one_and_says_so(self) -> None:
        with pytest.warns(kc.KkrconsultDeprecationWarning) as told:
            assert kc.chek is kc.check  # type: ignore[attr-defined]
        assert str(told[0].message) == (
            "kkrconsult.chek is deprecated since kkrconsult 0.8 and goes with 1.0; use kkrconsult.check"
        )
        assert told[0].filename == __file__

    def test_says_so_each_time(self) -> None:
        for _ in range(2):
            with pytest.warns(kc.KkrconsultDeprecationWarning):
                kc.chek  # type: ignore[attr-defined]  # noqa: B018
        assert "chek" not in vars(kc)

    def test_says_so_where_it_is_imported(self) -> None:
        with pytest.warns(kc.KkrconsultDeprecationWarning) as told:
            from kkrconsult import chek  # type: ignore[attr-defined]
        assert chek is kc.check
        assert told[0].filename == __file__

    def test_is_not_shown_to_those_who_look_for_names(self) -> None:
        assert "chek" not in dir(kc)
        assert "chek" not in kc.__all__


class TestAParameter:
    def test_is_taken_by_its_old_name_with_a_warning(self) -> None:
        with pytest.warns(kc.KkrconsultDeprecationWarning) as told:
            assert old_paint(colour="red", size=2) == ("red", 2)
        assert [str(one.message) for one in told] == [
            "'colour' of paint() is deprecated since kkrconsult 0.8 and goes with 1.0; use 'shade'",
            "'size' of paint() is deprecated since kkrconsult 0.8 and goes with 1.0; use 'width'",
        ]
        assert {one.filename for one in told} == {__file__}

    def test_is_taken_by_its_new_name_without_one(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert paint(shade="red", width=2) == ("red", 2)

    def test_is_not_taken_by_both(self) -> None:
        with pytest.raises(
            TypeError, match=r"paint\(\) got both 'shade' and 'colour', its old name; give 'shade' alone"
        ):
            old_paint(colour="red", shade="blue")


class TestAFieldOfARecord:
    def test_is_given_and_read_by_its_old_name_with_a_warning(self) -> None:
        with pytest.warns(
            kc.KkrconsultDeprecationWarning, match="'colour' of Brush is deprecated .* use 'shade'"
        ) as told:
            brush = old_brush(colour="red")
        assert told[0].filename == __file__
        assert brush == Brush(shade="red")
        with pytest.warns(kc.KkrconsultDeprecationWarning, match=r"Brush\.colour is .* use Brush\.shade") as told:
            assert brush.colour == "red"
        assert told[0].filename == __file__

    def test_is_given_and_read_by_its_new_name_without_one(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert attrs.evolve(Brush(), shade="red").shade == "red"

    def test_is_not_given_by_both(self) -> None:
        with pytest.raises(TypeError, match="Brush got both 'shade' and 'colour'"):
            old_brush(colour="red", shade="blue")


def test_of_several_old_names_only_those_that_are_used_are_said() -> None:
    @renamed_parameters({"old": "new", "other": "another"}, since="0.8", goes="1.0")
    def taken(*, new: int = 0, another: int = 0) -> tuple[int, int]:
        return new, another

    with pytest.warns(kc.KkrconsultDeprecationWarning, match="'other' of") as told:
        assert taken(other=2) == (0, 2)  # type: ignore[call-arg]
    assert len(told) == 1


def test_the_warnings_can_be_told_from_those_of_other_libraries_by_whoever_filters_them() -> None:
    code = (
        "import warnings, kkrconsult as kc; kc._RENAMED['chek'] = ('check', '0.8', '1.0')\n"
        "warnings.simplefilter('ignore', DeprecationWarning)\n"
        "warnings.simplefilter('error', kc.KkrconsultDeprecationWarning)\n"
        "warnings.warn('of another', DeprecationWarning)\n"
        "try: kc.chek\n"
        "except kc.KkrconsultDeprecationWarning: print('an error')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("an error", "")


def test_nothing_is_deprecated_today_and_what_is_fine_pays_nothing() -> None:
    assert kc._RENAMED == {}
    code = "import sys, kkrconsult as kc; kc.Round, kc.check; print('kkrconsult.deprecation' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
