"""A piece of HTML for notebooks: facts and a table. Everything in it is text, whatever a stranger wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["page"]


def page(title: str, facts: Sequence[tuple[str, object]], table: Sequence[Mapping[str, object]] = ()) -> str:
    """A piece of HTML for a notebook: a title, facts, and a table. Everything in it is text, whatever it holds."""
    parts = [f"<h3>{_shown(title)}</h3>", "<table>"]
    parts += [
        f'<tr><th style="text-align:left">{_shown(name)}</th><td>{_shown(value)}</td></tr>' for name, value in facts
    ]
    parts.append("</table>")
    if table:
        parts.append("<table><thead><tr>")
        parts += [f'<th scope="col">{_shown(name)}</th>' for name in table[0]]
        parts.append("</tr></thead><tbody>")
        parts += ["<tr>" + "".join(f"<td>{_shown(value)}</td>" for value in row.values()) + "</tr>" for row in table]
        parts.append("</tbody></table>")
    return "".join(parts)


def _shown(value: object) -> str:
    import html  # its table of entities is for those alone who look into a notebook

    return "" if value is None else html.escape(str(value))
