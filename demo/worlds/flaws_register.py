"""What goes wrong in the register and the access log while the platform shows nothing."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World, WorldAccount
from demo.worlds.making import person


def _ago(world: World, days: int) -> str:
    return (world.now.date() - timedelta(days=days)).isoformat()


def _set(account: WorldAccount, **cells: str) -> None:
    if account.row is not None:
        account.row |= cells


def _lines(world: World, account: WorldAccount) -> list[dict[str, str]]:
    return [line for line in world.access if line["account_id"] == account.id]


def no_owner(world: World, account: WorldAccount) -> None:
    """Nobody owns it."""
    _set(account, owner_name="", owner_email="")
    world.expect(account.id, "owner-designated", "fail", "owner blank")


def manager_elsewhere(world: World, account: WorldAccount) -> None:
    """The manager's address is a private one."""
    mail = "team.account@mailbox.example"
    _set(account, manager_email=mail)
    _lines(world, account)[0]["email"] = mail
    world.expect(account.id, "manager-reachable", "fail", "not a university address")


def manager_left(world: World, account: WorldAccount) -> None:
    """The manager has left; password and register stayed."""
    _lines(world, account)[0]["ended_on"] = _ago(world, 9)
    _set(account, password_changed_on=_ago(world, 48))
    world.expect(account.id, "manager-reachable", "fail", "left nine days ago by the access log")
    world.expect(account.id, "password-after-leaver", "fail", "password older than the leaving")
    world.expect(account.id, "access-log-kept", "any", "the manager is no longer standing")


def managers_many(world: World, account: WorldAccount) -> None:
    """Two managers and no address."""
    for line in _lines(world, account):
        line["role"] = "manager"
    _set(account, manager_email="", manager_name="")
    world.expect(account.id, "manager-reachable", "fail", "two managers in the log, none in the register")
    world.expect(account.id, "access-log-kept", "any", "no manager to look for")


def no_plan(world: World, account: WorldAccount) -> None:
    """No activity plan."""
    _set(account, activity_plan="")
    world.expect(account.id, "activity-plan", "fail", "blank")


def second_factor_off(world: World, account: WorldAccount) -> None:
    """The register itself says there is none."""
    _set(account, two_factor="no")
    world.expect(account.id, "two-factor", "fail", "attested as off")


def second_factor_old(world: World, account: WorldAccount) -> None:
    """An attestation from long ago."""
    _set(account, two_factor_on=_ago(world, 420))
    world.expect(account.id, "two-factor", "fail", "the attestation is older than a year")


def second_factor_unsaid(world: World, account: WorldAccount) -> None:
    """No attestation where the platform tells nothing."""
    _set(account, two_factor="", two_factor_on="", two_factor_by="")
    world.expect(account.id, "two-factor", "not_exposed", "no evidence of any kind")


def second_factor_sms(world: World, account: WorldAccount) -> None:
    """By text message: in order, with a note."""
    _set(account, two_factor="sms")


def password_old(world: World, account: WorldAccount) -> None:
    """Older than a quarter."""
    _set(account, password_changed_on=_ago(world, 100 + account.number % 200))
    world.expect(account.id, "password-rotated", "fail", "older than 92 days")


def password_unknown(world: World, account: WorldAccount) -> None:
    """Nobody wrote down when."""
    _set(account, password_changed_on="")
    world.expect(account.id, "password-rotated", "fail", "blank")
    for control in ("password-after-leaver", "takeover-closed"):
        world.expect(account.id, control, "any", "no date to compare")


def leaver(world: World, account: WorldAccount) -> None:
    """An editor has left since the last change."""
    _lines(world, account)[1]["ended_on"] = _ago(world, 6)
    _set(account, password_changed_on=_ago(world, 31))
    world.expect(account.id, "password-after-leaver", "fail", "an editor left six days ago, password from before")


def takeover_overdue(world: World, account: WorldAccount) -> None:
    """A takeover that should have ended."""
    _guest(world, account, granted_on=_ago(world, 21), ends_on=_ago(world, 8))
    _set(account, password_changed_on=_ago(world, 21))
    world.expect(account.id, "takeover-closed", "fail", "temporary access planned to end eight days ago still stands")
    world.expect(account.id, "password-after-leaver", "any", "may count as having left")


def takeover_unchanged(world: World, account: WorldAccount) -> None:
    """A takeover ended; the password stayed."""
    _guest(world, account, granted_on=_ago(world, 21), ends_on=_ago(world, 14), ended_on=_ago(world, 14))
    _set(account, password_changed_on=_ago(world, 21))
    world.expect(account.id, "takeover-closed", "fail", "no change after the takeover ended")
    world.expect(account.id, "password-after-leaver", "fail", "whoever took over has left since")


def takeover_endless(world: World, account: WorldAccount) -> None:
    """A takeover without a planned end."""
    _guest(world, account, granted_on=_ago(world, 10))
    _set(account, password_changed_on=_ago(world, 10))
    world.expect(account.id, "takeover-closed", "fail", "no planned end")


def takeover_running(world: World, account: WorldAccount) -> None:
    """A takeover in order."""
    _guest(world, account, granted_on=_ago(world, 2), ends_on=_ago(world, -5))
    _set(account, password_changed_on=_ago(world, 2))


def _guest(world: World, account: WorldAccount, **dates: str) -> None:
    name, mail = person(account.number * 5 + 4)
    world.access.append({"account_id": account.id, "person": name, "email": mail, "role": "takeover", "kind": "temporary"} | dates)


def press_none(world: World, account: WorldAccount) -> None:
    """The press team cannot get in."""
    _set(account, press_access="no")
    world.expect(account.id, "press-access", "fail", "no")


def press_old(world: World, account: WorldAccount) -> None:
    """Confirmed long ago."""
    _set(account, press_access=_ago(world, 400))
    world.expect(account.id, "press-access", "fail", "confirmed more than a year ago")


def log_missing(world: World, account: WorldAccount) -> None:
    """No line in the access log."""
    world.access = [line for line in world.access if line["account_id"] != account.id]
    world.expect(account.id, "access-log-kept", "fail", "no one listed")
    world.expect(account.id, "password-after-leaver", "any", "no log")
    world.expect(account.id, "takeover-closed", "any", "no log")


def review_old(world: World, account: WorldAccount) -> None:
    """The access log was not looked at for months."""
    _set(account, access_reviewed_on=_ago(world, 140))
    world.expect(account.id, "access-log-kept", "fail", "last reviewed 140 days ago")


def store_sheet(world: World, account: WorldAccount) -> None:
    """Passwords in a spreadsheet."""
    _set(account, password_store="spreadsheet on the team drive")
    world.expect(account.id, "password-store", "fail", "a spreadsheet")


def store_blank(world: World, account: WorldAccount) -> None:
    """Nobody knows where."""
    _set(account, password_store="")
    world.expect(account.id, "password-store", "fail", "blank")


def safeguards_old(world: World, account: WorldAccount) -> None:
    """Device safeguards attested too long ago."""
    _set(account, safeguards_on=_ago(world, 390))
    world.expect(account.id, "device-safeguards", "fail", "older than a year")


def unchecked(world: World, account: WorldAccount) -> None:
    """Nobody checks posts before they go out."""
    _set(account, posts_checked_on="")
    world.expect(account.id, "posts-checked", "fail", "blank")


def waived(world: World, account: WorldAccount) -> None:
    """A failing password store, accepted until next month."""
    store_sheet(world, account)
    world.expected.pop()
    _waiver(world, account, "password-store", _ago(world, -30))
    world.expect(account.id, "password-store", "waived", "accepted by a named person for another month")


def waiver_expired(world: World, account: WorldAccount) -> None:
    """A waiver that ran out last week."""
    no_plan(world, account)
    _waiver(world, account, "activity-plan", _ago(world, 7))


def _waiver(world: World, account: WorldAccount, control: str, until: str) -> None:
    world.waivers.append({"account_id": account.id, "control": control, "reason": "Moving to the new vault this term",
                          "approved_by": "Head of Communications", "until": until})


def id_unknown(world: World, account: WorldAccount) -> None:
    """The permanent id is not yet in the register."""
    _set(account, native_id="")
    world.expect(account.id, "handle-as-registered", "any", "the run suggests the id")


def paused(world: World, account: WorldAccount) -> None:
    """Paused for the holidays: silence is no fault."""
    _set(account, status="paused")
    account.posts = [p for p in account.posts if p.at < world.now - timedelta(days=40)]
