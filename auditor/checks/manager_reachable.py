"""Clause 2.2.2: one overall account manager, reachable at an address of the organisation."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._mail import domain_of, under
from auditor.checks._people import has_ended, line, log_of, same_person
from auditor.checks._words import blank, count, day, folded, listing
from auditor.model import Access, Severity, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Pass when the register gives one well-formed address under the mail domains, of somebody who has not left."""
    address = (case.account.manager_email or "").strip()
    if not address:
        return _nobody(case)
    domain = domain_of(address)
    if domain is None:
        several = address.count("@") > 1
        what = "more than one mail address" if several else "something that is not a mail address"
        return failed(
            f"The register gives {what} for the account manager.",
            case.mine("(several addresses)" if several else "(not a mail address)", "manager_email"),
        )
    evidence = case.mine(f"(an address at {domain})", "manager_email")
    if case.org.mail_domains and not under(domain, case.org.mail_domains):
        return failed(
            f"The account manager's address is at {domain}, not at {_listed(case.org.mail_domains)}.", evidence
        )
    gone = _departure(case)
    if gone is not None and gone.ended_on is not None:
        ended = gone.ended_on
        return failed(
            f"The registered account manager has left: the access log says so since {day(ended)}.",
            evidence,
            line(gone, "ended_on", ended.isoformat()),
        )
    return passed(f"The register names one account manager, with an address at {domain}.", evidence)


def _nobody(case: Case) -> Verdict:
    managers = [row for row in log_of(case) if folded(row.role or "") == "manager" and not has_ended(row, case.today)]
    evidence = case.mine("", "manager_email")
    if len(managers) > 1:
        return failed(
            f"The access log lists {count(len(managers), 'manager')} and the register names none of them as the overall one.",
            evidence,
            *(line(row, "role", "manager") for row in managers),
        )
    if not blank(case.account.manager_name):
        return failed("The register names an account manager but gives no mail address.", evidence)
    return failed("The register names no account manager.", evidence)


def _departure(case: Case) -> Access | None:
    """The line by which the manager left, unless another line still gives access."""
    account = case.account
    rows = [r for r in log_of(case) if same_person(r, email=account.manager_email, name=account.manager_name)]
    if not rows or any(not has_ended(row, case.today) for row in rows):
        return None
    return max(rows, key=lambda row: row.ended_on or row.granted_on)


def _listed(domains: tuple[str, ...]) -> str:
    return listing(domains) if len(domains) < 3 else f"one of the {len(domains)} domains of the organisation"


CONTROL = Control(
    id="manager-reachable",
    title="One overall account manager is registered and reachable at an address of the organisation",
    clause="2.2.2",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    expected="Every account has one agreed overall manager, registered with a mail address of the organisation.",
    remedy="Agree who manages the account and tell the central social media team the person's work address; "
    "they enter it in column manager_email of the register.",
    why="Reminders, findings and emergency notes go to the manager; without an address nobody acts on them.",
    minutes=5,
)
