"""How Sphinx builds the documentation."""

from __future__ import annotations

import sys
from pathlib import Path

from kkrconsult._version import __version__

sys.path.insert(0, str(Path(__file__).parent))
from _reference import write_all

write_all(Path(__file__).parent / "reference" / "_generated")

project = "kkrconsult"
author = "kkrconsult contributors"
project_copyright = "kkrconsult contributors"
version = release = __version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build", "reference/_generated"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autoclass_content = "class"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"kkrconsult {release}"
html_copy_source = False
html_show_sphinx = False
