"""The form as one page that needs no server: it is filled in in a browser, and saves itself as an answer file.

The page asks nothing of the network. Without scripts it can be printed and filled in by hand.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence

from kkrconsult.model import Round
from kkrconsult.recognition.form_content import Field, FieldKind, Heading, Part, Text
from kkrconsult.texts import word

__all__ = ["html_form"]

_STYLE = """
:root { color-scheme: light dark; --ink: #1f3a4d; --line: #6b7f8c; --back: #ffffff; --text: #1b1b1b; }
@media (prefers-color-scheme: dark) { :root { --ink: #a9cbe0; --line: #8fa3b0; --back: #14181b; --text: #ececec; } }
body { font: 1.05rem/1.5 Calibri, Carlito, system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  background: var(--back); color: var(--text); }
h1, h2, h3 { color: var(--ink); line-height: 1.2; margin: 1.6em 0 .4em; }
label { display: block; font-weight: 600; margin: .9em 0 .2em; }
label.check { font-weight: 400; }
ul { margin: .2em 0; }
input:not([type=checkbox]), select, textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .45em;
  border: 1px solid var(--line); border-radius: 4px; background: var(--back); color: var(--text); }
textarea { min-height: 9em; }
button { font: inherit; font-weight: 600; margin: 1.6em 0; padding: .6em 1.2em; border: 0; border-radius: 4px;
  background: #1f3a4d; color: #ffffff; }
:focus-visible { outline: 3px solid #c46a00; outline-offset: 2px; }
@media print { button { display: none; } textarea { min-height: 4em; } }
"""
_SCRIPT = """
document.querySelector("form").addEventListener("submit", function (event) {
  event.preventDefault();
  var fields = {};
  this.querySelectorAll("[name]").forEach(function (one) {
    fields[one.name] = one.type === "checkbox" ? String(one.checked) : one.value;
  });
  var form = JSON.parse(document.getElementById("form").textContent);
  var text = JSON.stringify({ "kkrconsult-form": form.round, fields: fields }, null, 2);
  var link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = form.round + "-" + (fields.participant || "svar").replace(/[^\\w-]/g, "_") + ".json";
  link.click();
});
"""


def html_form(round_: Round, parts: Sequence[Part], language: str) -> str:
    """The form as a page."""
    title = next(part.text for part in parts if isinstance(part, Heading))
    data = json.dumps({"round": round_.id}, ensure_ascii=False).replace("<", "\\u003c")
    body = "\n".join(_body(parts))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n"
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<form>\n{body}\n"
        f'<button type="submit">{html.escape(word("form.save", language))}</button>\n</form>\n</main>\n'
        f'<script type="application/json" id="form">{data}</script>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n'
    )


def _body(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Heading):
            yield f"<h{part.level}>{html.escape(part.text)}</h{part.level}>"
        elif isinstance(part, Text):
            text = html.escape(part.text)
            yield f"<ul><li>{text}</li></ul>" if part.item else f"<p>{text}</p>"
        else:
            yield from _field(part)


def _field(field: Field) -> Iterator[str]:
    name, label = html.escape(field.name), html.escape(field.label)
    if field.kind is FieldKind.CHECK:
        yield f'<label class="check"><input type="checkbox" name="{name}"> {label}</label>'
        return
    yield f'<label for="{name}">{label}</label>'
    if field.kind is FieldKind.CHOICE:
        options = "".join(
            f'<option value="{html.escape(value)}">{html.escape(text)}</option>'
            for value, text in field.choices.items()
        )
        yield f'<select id="{name}" name="{name}"><option value="">{html.escape(field.hint)}</option>{options}</select>'
    elif field.kind is FieldKind.TEXT:
        yield f'<textarea id="{name}" name="{name}"></textarea>'
    else:
        yield f'<input id="{name}" name="{name}">'
