"""Many threads at once: with one registry, with two, and in a process where nothing was loaded before.

Threads take turns at every step of the interpreter here, and all begin at the same moment.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.testing import constructed_responses, reference_round

T = TypeVar("T")
AT = dt.datetime(2020, 12, 18, 12, tzinfo=dt.UTC)
THREADS = 8


@pytest.fixture(autouse=True)
def turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(work: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """What each thread gives, where all begin together."""
    start = threading.Barrier(threads, timeout=60)

    def one(number: int) -> T:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


class Plugin:
    """Gives a validator and a reader by the same names as another does, with other options and another code."""

    def __init__(self, word: str, severity: kc.Severity) -> None:
        @attrs.frozen(kw_only=True)
        class Options:
            text: str = word
            """What is said of each response."""

        def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
            yield kc.Finding(code="house.said", params=kc.FrozenMap({"word": options.text}))

        self.codes = (
            kc.Code("house.said", severity, "{word}"),
            kc.Code(f"house.{word}", severity, word),
        )
        self.spec = kc.ValidatorSpec(name="house", codes=self.codes, options=Options, create=kc.per_response(check))

    @kc.hookimpl
    def kkrconsult_validators(self) -> Iterable[kc.ValidatorSpec[Any]]:
        return [self.spec]


def registry(word: str, severity: kc.Severity) -> kc.Registry:
    return kc.load_plugins(extra=[Plugin(word, severity)], entry_points=False, strict=True)


def checked(using: kc.Registry, round_: kc.Round | None = None) -> str:
    report = kc.check(round_ or reference_round(), constructed_responses(), at=AT, registry=using, strict=True)
    text = kc.to_json(report)
    assert kc.from_json(kc.Report, text) == report
    return str(text)


class TestOneRegistry:
    def test_every_thread_gets_the_report_that_one_alone_gets(self) -> None:
        using = registry("one", kc.Severity.WARNING)
        alone = checked(using)
        assert "house.said" in alone
        assert set(at_once(lambda _: checked(using))) == {alone}

    def test_every_thread_can_make_one_of_its_own(self) -> None:
        alone = kc.load_plugins(entry_points=False)
        assert all(one == alone for one in at_once(lambda _: kc.load_plugins(entry_points=False)))

    def test_it_is_the_same_after_use(self) -> None:
        using = registry("one", kc.Severity.WARNING)
        before = repr(using)
        at_once(lambda _: checked(using))
        assert repr(using) == before


class TestTwoRegistries:
    def test_each_gives_its_own_reports_while_the_other_is_used(self) -> None:
        both = [registry("one", kc.Severity.WARNING), registry("other", kc.Severity.ERROR)]
        alone = [checked(one) for one in both]
        assert alone[0] != alone[1]
        found = at_once(lambda number: checked(both[number % 2]))
        assert found == alone * (THREADS // 2)

    def test_neither_knows_the_validators_and_codes_of_the_other(self) -> None:
        one, other = registry("one", kc.Severity.WARNING), registry("other", kc.Severity.ERROR)
        plain = kc.load_plugins(entry_points=False)
        assert one.validator("house").spec.options is not other.validator("house").spec.options
        assert ("house.one" in one.codes, "house.other" in one.codes) == (True, False)
        assert ("house.one" in other.codes, "house.other" in other.codes) == (False, True)
        assert one.codes["house.said"].severity is kc.Severity.WARNING
        assert other.codes["house.said"].severity is kc.Severity.ERROR
        assert not any(name.startswith("house.") for name in plain.codes)
        with pytest.raises(kc.ConfigError, match="no validator 'house'"):
            plain.validator("house")

    def test_options_of_a_round_are_read_by_the_class_of_each(self) -> None:
        """Readers of options are made when they are first used, by class."""
        both = [registry("one", kc.Severity.WARNING), registry("other", kc.Severity.ERROR)]
        round_ = reference_round()
        given = kc.FrozenMap({**round_.settings.validators, "house": kc.FrozenMap({})})
        round_ = attrs.evolve(round_, settings=attrs.evolve(round_.settings, validators=given))
        found = at_once(lambda number: checked(both[number % 2], round_))
        assert ['"one"' in one for one in found] == [True, False] * (THREADS // 2)
        assert ['"other"' in one for one in found] == [False, True] * (THREADS // 2)


RULE = """
import kkrconsult as kc
{slow}
CODES = (kc.Code("own.seen", kc.Severity.INFO, "seen"),)

def check(response, options):
    yield kc.Finding(code="own.seen")

@kc.hookimpl
def kkrconsult_validators():
    return [kc.ValidatorSpec(name="own", codes=CODES, create=kc.per_response(check))]
{after}
"""
# Other threads get their turn while a module is half imported.
SLOW = "for _ in range(20_000): pass"


def modules(before: set[str]) -> list[str]:
    return [name for name in set(sys.modules) - before if name.startswith("kkrconsult_local_")]


class TestALocalFile:
    def test_is_whole_before_any_thread_uses_it_and_is_imported_once(self, tmp_path: Path) -> None:
        path = tmp_path / "own.py"
        path.write_text(RULE.format(slow=SLOW, after=""), encoding="utf-8")
        before = set(sys.modules)
        found = at_once(lambda _: kc.load_plugins(local=[path], entry_points=False))
        assert [one.failures for one in found] == [()] * THREADS
        assert len({id(one.validator("own").spec.codes) for one in found}) == 1
        assert len(modules(before)) == 1

    def test_that_raises_does_so_in_every_thread_and_leaves_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "own.py"
        path.write_text(RULE.format(slow=SLOW, after="1 / 0"), encoding="utf-8")
        before = set(sys.modules)
        found = at_once(lambda _: kc.load_plugins(local=[path], entry_points=False))
        assert {failure.message for one in found for failure in one.failures} == {
            "it cannot be imported: ZeroDivisionError: division by zero"
        }
        assert [len(one.failures) for one in found] == [1] * THREADS
        assert modules(before) == []

    def test_that_one_registry_rejects_stays_for_those_that_have_it(self, tmp_path: Path) -> None:
        path = tmp_path / "own.py"
        path.write_text(RULE.format(slow=SLOW, after=""), encoding="utf-8")
        rival = tmp_path / "rival.py"
        rival.write_text(RULE.format(slow="", after=""), encoding="utf-8")
        before = set(sys.modules)

        def load(number: int) -> kc.Registry:
            return kc.load_plugins(local=[path, rival] if number % 2 else [path], entry_points=False)

        found = at_once(load)
        assert [len(one.failures) for one in found] == [0, 2] * (THREADS // 2)
        (kept,) = modules(before)
        assert sys.modules[kept].__file__ == str(path)

    def test_that_loads_itself_and_then_raises_is_tried_anew(self, tmp_path: Path) -> None:
        path = tmp_path / "own.py"
        own = f"kc.load_plugins(local=[{str(path)!r}], entry_points=False); 1 / 0"
        path.write_text(RULE.format(slow="", after=own), encoding="utf-8")
        before = set(sys.modules)
        for _ in range(2):
            (failure,) = kc.load_plugins(local=[path], entry_points=False).failures
            assert "ZeroDivisionError" in failure.message
        assert modules(before) == []

    def test_may_load_itself_while_it_is_imported(self, tmp_path: Path) -> None:
        path = tmp_path / "own.py"
        own = f"kc.load_plugins(local=[{str(path)!r}], entry_points=False)"
        path.write_text(RULE.format(slow="", after=own), encoding="utf-8")
        assert kc.load_plugins(local=[path], entry_points=False).validator("own").plugin.path == str(path)


COLD = """
import datetime as dt, random, sys, threading
from concurrent.futures import ThreadPoolExecutor
sys.setswitchinterval(1e-6)
import kkrconsult as kc
start = threading.Barrier({threads}, timeout=60)

def work(number):
    start.wait()
{work}

with ThreadPoolExecutor({threads}) as pool:
    found = list(pool.map(work, range({threads})))
assert all(one == found[0] for one in found), found
print(len(found))
"""
NAMES = """
    names = list(kc.__all__)
    random.Random(number).shuffle(names)
    got = {name: id(getattr(kc, name)) for name in names}
    return [got[name] for name in kc.__all__]
"""
CHECK = """
    round_ = kc.load_round("midtjylland-klima-2020")
    answers = [
        kc.Response(id=f"svar-{n}", participants=("skive",), channel=kc.Channel.EMAIL, title=f"Svar {n}")
        for n in range(3)
    ]
    moment = dt.datetime(2020, 12, 18, 12, tzinfo=dt.timezone.utc)
    report = kc.check(round_, answers, at=moment, registry=kc.load_plugins(entry_points=False))
    assert report.complete
    text = kc.to_json(report)
    assert kc.from_json(kc.Report, text) == report
    return text
"""


class TestAFreshProcess:
    """Modules, and what is made on first use, are there for no thread when all begin."""

    @pytest.mark.parametrize("work", [pytest.param(NAMES, id="names"), pytest.param(CHECK, id="check")])
    def test_every_thread_gets_the_same(self, work: str) -> None:
        code = COLD.format(threads=THREADS, work=work)
        done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
        assert (done.stdout.strip(), done.stderr) == (str(THREADS), "")
