"""How long it takes to make a public edition, and to look through what is made of it.

    python benchmarks/leaks.py [number of answers] [exporters …]

Answers are made up: paragraphs of made-up words, every answer with a contact, one in ten withdrawn or not for
publication. Times are of the processor, the best of three; their ratios carry over to other machines.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import kkrconsult as kc
from kkrconsult.leaks import leaks_in, public_edition

T = TypeVar("T")
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "ar", "en", "is", "ol", "yr")]


def words(draw: random.Random, count: int) -> str:
    return " ".join("".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(count))


def name(draw: random.Random) -> str:
    """Two words that nobody else has for a name."""
    return " ".join("".join(draw.choices(SYLLABLES, k=5)).capitalize() for _ in range(2))


def answer(draw: random.Random, number: int) -> kc.Response:
    paragraphs = [words(draw, 60).capitalize() + "." for _ in range(15)]
    hidden = number % 10 == 9
    return kc.Response(
        id=f"konstrueret-{number}",
        participants=("aarhus",) if number % 2 else (),
        sender=kc.Sender(name=name(draw), email=f"p{number}@example.org"),
        contact=kc.Contact(name=name(draw), email=f"k{number}@example.org", phone=str(20_000_000 + number)),
        received_at=dt.datetime(2020, 11, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
        title=words(draw, 5),
        body="\n\n".join(paragraphs),
        points=tuple(
            kc.TrackPoint(id=f"konstrueret-{number}-{index}", track="dk2020", text=paragraphs[index])
            for index in range(3)
        ),
        publication_consent=False if hidden and number % 20 == 9 else None,
        withdrawn=kc.Withdrawal(reason="konstrueret") if hidden and number % 20 == 19 else None,
    )


def timed(what: str, run: Callable[[], T]) -> T:
    best, result = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        result = run()
        best = min(best, time.process_time() - start)
    print(f"{best * 1000:10.1f} ms  {what}")
    assert result is not None
    return result


def main(count: int, names: list[str]) -> None:
    draw = random.Random(7)
    registry = kc.load_plugins(entry_points=False)
    round_ = kc.load_round("midtjylland-klima-2020", registry=registry)
    responses = [answer(draw, number) for number in range(count)]
    at = dt.datetime(2020, 12, 20, tzinfo=dt.UTC)
    report = kc.check(round_, responses, at=at, registry=registry)
    edition = timed("the public edition, with what must not be in it", lambda: public_edition(report))
    print(f"{len(list(edition.secrets)):10}     secrets")
    for entry in registry.exporters:
        if names and entry.name not in names:
            continue
        try:

            def export(entry: kc.Registered = entry) -> bytes:  # type: ignore[type-arg]
                sink = io.BytesIO()
                entry.spec.write(edition.public, sink, entry.spec.options(), *([{}] if entry.spec.files else []))
                return sink.getvalue()

            name = f"{entry.name} {entry.spec.suffix}"
            data = timed(f"{name}: writing", export)
            found = timed(
                f"{name}: looking through {len(data) / 1e6:.1f} MB", lambda data=data: leaks_in(data, edition)
            )
            assert found == (), found
        except kc.MissingExtraError as error:
            print(f"            {entry.name}: {error}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, sys.argv[2:])
