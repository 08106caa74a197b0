"""How ``check`` prints: text for people, JSON and JSON Lines for programs, SARIF for tools that show findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import click

import kkrconsult as kc
from kkrconsult.cli._show import about, overview
from kkrconsult.structure import encode
from kkrconsult.texts import message, word

__all__ = ["FORMATS", "line_of", "said"]


def said(report: kc.Report, finding: kc.Finding, language: str) -> str:
    """The message of a finding."""
    return _said(_codes(report), finding, language)


def _codes(report: kc.Report) -> Mapping[str, kc.Code]:
    return {code.name: code for code in report.codes}


def _said(codes: Mapping[str, kc.Code], finding: kc.Finding, language: str) -> str:
    own = codes.get(finding.code)
    return message(finding.code, finding.params, language, own.text if own else {})


def line_of(codes: Mapping[str, kc.Code], finding: kc.Finding, language: str) -> str:
    """A finding as a line of JSON Lines.

    Args:
        codes: The codes that there are, by name.
        finding: The finding.
        language: Language of its message.
    """
    return json.dumps(_plain(codes, finding, language), ensure_ascii=False)


_COLOURS = {kc.Severity.ERROR: "red", kc.Severity.WARNING: "yellow", kc.Severity.INFO: "cyan"}


def _text(report: kc.Report, language: str) -> str:
    lines = [overview(report, language)]
    for severity in kc.Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            heading = f"{word(f'severity.{severity.value}', language)} ({report.severities[severity.value]})"
            lines += ["", click.style(heading, fg=_COLOURS[severity], bold=True)]
            lines += [
                f"  {about(report, finding)}: {said(report, finding, language)} [{finding.code}]" for finding in found
            ]
    return "\n".join(lines)


def _plain(codes: Mapping[str, kc.Code], finding: kc.Finding, language: str) -> dict[str, object]:
    data: dict[str, object] = encode(finding)
    return {**data, "message": _said(codes, finding, language)}


def _json(report: kc.Report, language: str) -> str:
    codes = _codes(report)
    data = {
        "round": report.round.id,
        "at": report.at.isoformat(),
        "valid": report.valid,
        "complete": report.complete,
        "counts": dict(report.counts),
        "severities": dict(report.severities),
        "accounting": encode(report.accounting),
        "participation": encode(report.participation),
        "findings": [_plain(codes, finding, language) for finding in report.findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _jsonl(report: kc.Report, language: str) -> str:
    codes = _codes(report)
    return "\n".join(line_of(codes, finding, language) for finding in report.findings)


def _sarif(report: kc.Report, language: str) -> str:
    """SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""
    levels = {kc.Severity.ERROR: "error", kc.Severity.WARNING: "warning", kc.Severity.INFO: "note"}
    sources = {response.id: response.source.name for response in report.responses if response.source}

    def result(finding: kc.Finding) -> dict[str, object]:
        assert finding.severity is not None  # noqa: S101 - the engine fills it in
        subject = finding.subject
        name = finding.location.file if finding.location else None
        name = name or (sources.get(subject.id) if subject else None)
        entry: dict[str, object] = {
            "ruleId": finding.code,
            "level": levels[finding.severity],
            "message": {"text": f"{about(report, finding)}: {said(report, finding, language)}"},
        }
        if name:
            place: dict[str, object] = {"artifactLocation": {"uri": name}}
            if finding.location and finding.location.line:
                place["region"] = {"startLine": finding.location.line}
            entry["locations"] = [{"physicalLocation": place}]
        return entry

    tool = {
        "driver": {
            "name": "kkrconsult",
            "version": kc.__version__,
            "rules": [{"id": code.name} for code in report.codes],
        }
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": tool,
                "results": [result(finding) for finding in report.findings],
                "invocations": [{"executionSuccessful": report.complete}],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[kc.Report, str], str]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
}
