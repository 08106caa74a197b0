"""Tutorials are followed as written, and a wrong one fails. The real ones are followed by ``nox -s tutorials``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tools.tutorials import environment_for, follow, main, steps

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")

PAGE = """\
# A page

```console
$ mkdir there
$ cd there
$ export NOTE=kept
```

<!-- file: deep/one.txt -->
```text
æble
```

Not run: `$ false`.

```python
raise RuntimeError
```

```console
$ cat deep/one.txt; echo "$NOTE"
æble
...
$ echo one; echo two >&2
one
two
$ false || echo "exit status $?"
exit status 1
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_files_are_written_where_the_shell_is_and_what_was_set_stays(page: Path) -> None:
    assert follow(page, environment_for(None)) == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("$ echo one\ntwo\n", "Expected:\n    two\n"),
        ("$ ls nowhere\n", "ended with status 2"),
        ("$ exit 3\n", "status 3"),
    ],
)
def test_a_command_that_fails_or_prints_something_else_is_said(page: Path, block: str, said: str) -> None:
    page.write_text(f"{PAGE}\n```console\n{block}```\n", encoding="utf-8")
    (fault,) = follow(page, environment_for(None))
    assert said in fault


def test_the_first_fault_ends_a_page(page: Path) -> None:
    page.write_text("```console\n$ false\n$ touch later\n$ ls later\n```\n", encoding="utf-8")
    assert len(follow(page, environment_for(None))) == 1


def test_each_page_is_named_with_how_long_it_took(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = page.with_name("bad.md")
    bad.write_text("```console\n$ false\n```\n", encoding="utf-8")
    assert main([str(page), str(bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["ok", "FAILED"]
    assert [line.split(" s  ")[1] for line in lines[:2]] == [str(page), str(bad)]


def test_the_environment_is_that_of_somebody_new(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "somewhere")
    found = environment_for(tmp_path)
    assert not {"PYTHONPATH", "VIRTUAL_ENV"} & found.keys()
    assert found["PIP_FIND_LINKS"] == str(tmp_path)


def test_steps_come_in_the_order_of_the_page() -> None:
    assert [what for _, what, _ in steps(PAGE)][:5] == [
        "mkdir there",
        "cd there",
        "export NOTE=kept",
        "deep/one.txt",
        'cat deep/one.txt; echo "$NOTE"',
    ]
