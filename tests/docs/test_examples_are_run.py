"""The examples in the documentation are run, and a wrong one fails."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = "pytester"

CONFTEST = Path(__file__).parents[2] / "conftest.py"

PAGE = """\
# A page

<!-- file: data/one.txt -->
```text
æble
```

```python
from pathlib import Path

assert Path("data/one.txt").read_text(encoding="utf-8") == "æble\\n"
```

```console
$ cat data/one.txt
æble
$ echo a \\
> b
a b
$ echo one; echo two; echo three
one
...
three
$ false || echo "exit status $?"
exit status 1
```

<!-- skip: next -->

```python
raise RuntimeError("not run")
```

```python
>>> 1 + 1
3
```

```console
$ echo one
two
```

```console
$ exit 3
```
"""


def test_right_examples_pass_and_wrong_ones_fail(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makefile(".md", README=PAGE)
    result = pytester.runpytest_subprocess("README.md", "-p", "no:cacheprovider")
    # A skipped block counts as passed, and so does the comment that skips it.
    result.assert_outcomes(passed=5, failed=3)
    result.stdout.fnmatch_lines(["*ended with status 3*"])
