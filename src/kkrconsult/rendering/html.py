"""A page on the web: one file that needs no network and no scripts, light and dark, on any screen and on paper.

A region may bring a template of its own: Jinja, in a sandbox, with the names in `VARIABLES`. It is checked before it is
used, and everything that is wrong with it is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kkrconsult.errors import ExportError, Problem, bounded
from kkrconsult.paper import Block, Callout, Figure, Heading, Items, PageBreak, Paper, Paragraph, Table
from kkrconsult.rendering._plain import flat, printable
from kkrconsult.rendering._svg import inline_svg
from kkrconsult.rendering._titles import stands_above
from kkrconsult.rendering.pages import environment, policy, stylesheet
from kkrconsult.structure import FrozenMap, did_you_mean
from kkrconsult.texts import word

__all__ = ["REQUIRED", "VARIABLES", "render"]

VARIABLES: Mapping[str, str] = FrozenMap(
    {
        "title": "the document's title, as text",
        "language": "its language, for the lang attribute",
        "body": "all that stands below the contents, as HTML",
        "contents": "the contents with links, as HTML; empty where there are none",
        "facts": "what the document is at a glance, as HTML; empty where there is nothing",
        "top": "notes that must be read first, as HTML; empty where there are none",
        "footer": "what stands at the foot, as text",
        "author": "who made it, as text",
        "subject": "what it is about, as text",
        "keywords": "a list of texts",
        "landscape": "true where tables are wide",
        "skip": "the text of a link to the main content, whose id is up to the template",
        "style": "the built-in style, for a style element",
        "policy": "a Content Security Policy for a meta element: own styles, pictures inside the file, nothing else",
    }
)
"""What a template may use, and what it is."""

REQUIRED = ("title", "language", "body")
"""What a template must use: without a title and a language, screen readers cannot tell what they read."""

_DEPTH = 2


def render(paper: Paper, template: bytes | None = None) -> bytes:
    """Write a document as one HTML file in UTF-8.

    Args:
        paper: The document.
        template: A Jinja template of the region's own in UTF-8, which uses the names in `VARIABLES`.

    Raises:
        MissingExtraError: Jinja is not installed.
        ExportError: The template cannot be used; with everything that is wrong with it.
    """
    env = environment()
    values = _values(paper, env)
    if template is None:
        text = env.get_template("paper.html.j2").render(values)
    else:
        # Its own styles are not known before it is filled in, but nothing else gets in.
        values["policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
        text = _filled(template, values)
    return text.encode()


def _values(paper: Paper, env: Any) -> dict[str, Any]:
    import markupsafe

    parts = env.get_template("parts.html.j2").module
    style = markupsafe.Markup(stylesheet() + _widths(paper.blocks))  # noqa: S704 - our own style sheet and numbers
    return {
        "title": flat(paper.title),
        "language": printable(paper.language),
        "body": markupsafe.Markup("").join(_body(paper, parts)),
        "contents": parts.contents(paper.contents, _entries(paper.headings)),
        "facts": parts.facts(paper.facts),
        "top": markupsafe.Markup("").join(parts.callout(one) for one in paper.top),
        "footer": flat(paper.footer),
        "author": printable(paper.author),
        "subject": printable(paper.subject),
        "keywords": [printable(one) for one in paper.keywords],
        "landscape": paper.landscape,
        "skip": word("paper.skip", paper.language),
        "style": style,
        "policy": policy([str(style)]),
    }


def _entries(headings: Iterable[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """The headings of the upper levels, each with those below it."""
    found: list[tuple[Heading, list[Heading]]] = []
    for one in headings:
        if one.level == 1 or not found:
            found.append((one, []))
        elif one.level <= _DEPTH:
            found[-1][1].append(one)
    return found


def _body(paper: Paper, parts: Any) -> Iterator[Any]:
    before: Block | None = None
    section: Heading | None = None
    for number, block in enumerate(paper.blocks):
        match block:
            case Heading():
                section = block
                yield parts.heading(block)
            case Paragraph():
                yield parts.paragraph(block)
            case Items():
                yield parts.items(block)
            case Table():
                called = section.shown if section else paper.title
                yield parts.table(block, f"table-{number}", called, stands_above(block, before, section))
            case Callout():
                yield parts.callout(block)
            case Figure():
                yield parts.figure(block, _drawing(block, f"figure-{number}", parts))
            case PageBreak():
                yield parts.page_break()
        before = block


def _drawing(figure: Figure, prefix: str, parts: Any) -> Any:
    import markupsafe

    inline = inline_svg(figure, prefix)
    # What could do more than draw is shown as a picture, in which nothing runs and nothing is loaded.
    return parts.picture(figure) if inline is None else markupsafe.Markup(inline)  # noqa: S704 - cleaned above


def _widths(blocks: Iterable[Block]) -> str:
    """Styles for the widths of columns: the policy allows none in attributes."""
    found = {
        round(100 * column.width / sum(one.width for one in block.columns))
        for block in blocks
        if isinstance(block, Table)
        for column in block.columns
    }
    return "".join(f"\n.w{share}{{width:{share}%}}" for share in sorted(found))


def _filled(template: bytes, values: Mapping[str, Any]) -> str:
    """The region's own template with the document in it."""
    import jinja2
    import jinja2.meta
    import jinja2.sandbox

    env = jinja2.sandbox.ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    problems: list[Problem] = []
    text = ""
    try:
        text = template.decode("utf-8-sig")
        tree = env.parse(text)
        # Filters and tests that do not exist are found when it is compiled.
        env.compile(env.parse(text))
    except UnicodeDecodeError as error:
        problems.append(Problem(message=f"is no text in UTF-8: byte {error.start} does not fit"))
    except jinja2.TemplateSyntaxError as error:
        problems.append(Problem(message=bounded(error.message, 200).strip("'\""), line=error.lineno))
    else:
        problems += _misused(jinja2.meta.find_undeclared_variables(tree) - set(env.globals))
        for other in jinja2.meta.find_referenced_templates(tree):
            problems.append(Problem(message="uses another template; it must be all in one file", found=bounded(other)))
    if problems:
        raise ExportError("the HTML template cannot be used", problems)
    try:
        return env.from_string(text).render(values)
    except Exception as error:
        # A template is a program of the region's own, and may fail in any way.
        said = bounded(f"{type(error).__name__}: {error}", 300)
        raise ExportError("the HTML template cannot be filled in", [Problem(message=said)]) from error


def _misused(names: set[str]) -> Iterator[Problem]:
    for name in sorted(names - set(VARIABLES)):
        known = ", ".join(VARIABLES)
        suggestion = did_you_mean(name, VARIABLES)
        yield Problem(message="is not a name that can be used", found=name, allowed=known, suggestion=suggestion)
    for name in REQUIRED:
        if name not in names:
            yield Problem(message=f"{{{{ {name} }}}} is missing: {VARIABLES[name]}")
