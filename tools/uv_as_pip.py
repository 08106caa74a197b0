"""Tells uv where pip is configured to look, as lines for a shell: uv does not read what pip is configured with.

python tools/uv_as_pip.py PIP
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

# pip's option, uv's variable, and what stands between several values there.
OPTIONS = (
    ("index-url", "UV_DEFAULT_INDEX", " "),
    ("extra-index-url", "UV_INDEX", " "),
    ("find-links", "UV_FIND_LINKS", ","),
    ("constraint", "UV_CONSTRAINT", " "),
    ("cert", "SSL_CERT_FILE", " "),
)


def main(pip: str) -> int:
    """Print the lines."""
    # Of several places pip takes the best version that any of them has.
    print("export UV_INDEX_STRATEGY=unsafe-best-match")
    for option, variable, between in OPTIONS:
        if values := _configured(pip, option):
            print(f"export {variable}={shlex.quote(between.join(values))}")
    return 0


def _configured(pip: str, option: str) -> list[str]:
    given = os.environ.get("PIP_" + option.upper().replace("-", "_"))
    if given is None:
        found = subprocess.run([pip, "config", "get", f"global.{option}"], capture_output=True, text=True, check=False)
        given = found.stdout if found.returncode == 0 else ""
    return given.split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
