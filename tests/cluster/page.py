"""The lines that the documentation gives for other systems, taken from where they stand."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import kkrconsult as kc

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "check-a-large-round.md"
AT = dt.datetime(2020, 12, 2, tzinfo=dt.UTC)


def the_round() -> kc.Round:
    """The round of the page."""
    return kc.load_round("midtjylland-klima-2020")


def answers(file: Path) -> Path:
    """Write constructed answers, some with what must be found, and a line that is wrong."""
    lines = [
        kc.to_json(
            kc.Response(
                id=f"konstrueret-{number}",
                participants=("skive",) if number == 0 else (),
                sender=kc.Sender(name=f"Konstrueret {number}"),
                received_at=AT,
                body=f"Konstrueret svar nummer {number}." + " Ring til 010180-1234." * (number % 50 == 0),
            )
        )
        for number in range(200)
    ]
    lines[70:70] = ["{"]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def run_lines(word: str, file: Path, **names: Any) -> kc.Report:
    """Run the only block of the page that has a word in it, on a file that is not so large, and give its report."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = [one for one in blocks if re.search(rf"\b{word}\b", one)]
    for there, here in (("/shared/svar.jsonl", file.as_posix()), ("200", "6")):
        assert there in block
        block = block.replace(there, here)
    space: dict[str, Any] = {"kc": kc, "round_": the_round(), "at": AT, **names}
    exec(compile(block, str(PAGE), "exec"), space)
    report = space["report"]
    assert isinstance(report, kc.Report)
    return report
