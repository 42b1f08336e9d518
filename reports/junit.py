"""A run as JUnit XML, for build servers: one suite an account, one case a control."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import BinaryIO
from xml.etree import ElementTree as ET

from auditor.model import AccountResult, ControlInfo, Finding, Outcome, Run, outline
from auditor.text import show
from reports.dates import iso
from reports.view_rows import title_of

_TEXT = 2000
_SKIPPED = {
    Outcome.REVIEW: "A person has to decide",
    Outcome.WAIVED: "Accepted",
    Outcome.NOT_APPLICABLE: "Does not apply",
    Outcome.NOT_EXPOSED: "Could not check: the platform does not tell",
    Outcome.NOT_AUDITED: "Could not check",
}


def dumps(run: Run, infos: Mapping[str, ControlInfo]) -> bytes:
    """The XML as bytes: a failing control is a failure, whatever could not be judged is skipped with its reason."""
    stream = io.BytesIO()
    write(run, infos, stream)
    return stream.getvalue()


def write(run: Run, infos: Mapping[str, ControlInfo], stream: BinaryIO) -> None:
    """The same, account by account, into an open binary stream."""
    short = [f for r in outline(run) for f in r.findings]
    root = ET.Element("testsuites", {"name": f"account audit {run.id}", **_numbers(short)})
    stream.write(ET.tostring(root, encoding="utf-8", xml_declaration=True).removesuffix(b" />"))
    end = " />"
    for number, result in enumerate(run.results):
        suite = _suite(result, infos)
        ET.indent(suite, level=1)
        stream.write(f"{'' if number else '>'}\n  {ET.tostring(suite, encoding='unicode')}".encode())
        end = "\n</testsuites>"
    stream.write(f"{end}\n".encode())


def _suite(result: AccountResult, infos: Mapping[str, ControlInfo]) -> ET.Element:
    account = result.account
    suite = ET.Element("testsuite", {"name": _line(f"{account.platform}/{account.id}"), **_numbers(result.findings)})
    if result.fetched_at:
        suite.set("timestamp", (iso(result.fetched_at) or "").removesuffix("Z"))
    for finding in result.findings:
        suite.append(_case(account.platform, account.id, finding, infos))
    return suite


def _case(platform: str, account_id: str, finding: Finding, infos: Mapping[str, ControlInfo]) -> ET.Element:
    case = ET.Element("testcase", {"classname": _line(f"{platform}.{account_id}"), "name": finding.control, "time": "0"})
    if finding.outcome is Outcome.FAIL:
        failure = ET.SubElement(case, "failure", {"message": _line(finding.message), "type": finding.severity.value})
        failure.text = _body(finding, infos)
    elif finding.outcome in _SKIPPED:
        ET.SubElement(case, "skipped", {"message": _line(f"{_SKIPPED[finding.outcome]}: {finding.message}")})
    return case


def _body(finding: Finding, infos: Mapping[str, ControlInfo]) -> str:
    lines = [f"{title_of(finding.control, infos)} (clause {finding.clause})", f"Policy: {finding.expected or ''}", f"To do: {finding.remedy or ''}"]
    lines += [f"{e.field}: {e.value} ({e.source})" for e in finding.evidence]
    return "\n".join(show(line, _TEXT) for line in lines)


def _numbers(findings: list[Finding] | tuple[Finding, ...]) -> dict[str, str]:
    failed = sum(f.outcome is Outcome.FAIL for f in findings)
    skipped = sum(f.outcome in _SKIPPED for f in findings)
    return {"tests": str(len(findings)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}


def _line(text: str) -> str:
    return show(text, _TEXT)
