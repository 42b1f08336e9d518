"""What goes wrong on profiles: each flaw changes the truth and notes what a correct audit says of it."""

from __future__ import annotations

from datetime import UTC, datetime

from demo.world import World, WorldAccount
from demo.worlds.words import UNITS

_SHORT = {u.name: u.short for u in UNITS}


def _row(account: WorldAccount) -> dict[str, str]:
    return account.row if account.row is not None else {}


def _unit(account: WorldAccount) -> str:
    return _row(account).get("unit", "")


def _no_hours(account: WorldAccount) -> str:
    account.extras.pop("hours", None)
    return str(account.extras["purpose"])


def prefix_missing(world: World, account: WorldAccount) -> None:
    """A young account whose handle lacks the prefix."""
    account.handle = f"lpl_{_SHORT[_unit(account)]}"
    _row(account)["handle"] = account.handle
    world.expect(account.id, "handle-prefix", "fail", "opened after the policy, handle without the prefix")


def prefix_old(world: World, account: WorldAccount) -> None:
    """An account from before the policy: advice only."""
    account.handle = f"liv_{_SHORT[_unit(account)]}"
    account.created_at = datetime(2013, 5, 6, 9, 0, tzinfo=UTC)
    _row(account)["opened_on"] = "2013-05-06"
    _row(account)["handle"] = account.handle
    world.expect(account.id, "handle-prefix", "fail", "opened in 2013, before the policy: told with severity low")


def renamed(world: World, account: WorldAccount) -> None:
    """The platform's handle is no longer the register's."""
    account.handle = f"livuni_{_SHORT[_unit(account)]}"[:15]
    world.expect(account.id, "handle-as-registered", "fail", "same permanent id, another handle")


def name_off(world: World, account: WorldAccount) -> None:
    """A display name that names nobody."""
    account.name = f"Campus Chatter {account.number}"
    world.expect(account.id, "display-name", "fail", "neither the university nor the unit's approved name")


def name_lookalike(world: World, account: WorldAccount) -> None:
    """Cyrillic letters in the display name."""
    account.name = account.name.replace("e", "\u0435", 1).replace("o", "\u043e", 1)
    world.expect(account.id, "display-name", "fail", "Cyrillic letters that look Latin")


def purpose_missing(world: World, account: WorldAccount) -> None:
    """Only whose account it is, and when it is monitored."""
    account.bio = f"The University of Liverpool {_unit(account)}. Monitored Mon-Fri 9am-5pm."
    world.expect(account.id, "purpose-stated", "fail", "identity alone")


def hours_missing(world: World, account: WorldAccount) -> None:
    """No word on when anybody is there."""
    account.bio = _no_hours(account)
    world.expect(account.id, "hours-stated", "fail", "no hours")
    world.expect(account.id, "hours-agree", "any", "nothing to compare")


def hours_vague(world: World, account: WorldAccount) -> None:
    """Hours without a clock."""
    account.bio = f"{_no_hours(account)} Monitored during office hours."
    world.expect(account.id, "hours-stated", "fail", "office hours, no clock times")
    world.expect(account.id, "hours-agree", "any", "nothing to compare")


def unmonitored(world: World, account: WorldAccount) -> None:
    """Says that nobody reads it."""
    account.bio = f"{_no_hours(account)} This account is not monitored."
    world.expect(account.id, "hours-stated", "fail", "not monitored")
    world.expect(account.id, "hours-agree", "any", "nothing to compare")


def hours_differ(world: World, account: WorldAccount) -> None:
    """Other hours than the register's."""
    account.bio = f"{_no_hours(account)} Monitored Mon-Thu 10am-4pm."
    world.expect(account.id, "hours-agree", "fail", "Mon-Thu 10-16 on the profile, Mon-Fri 9-17 in the register")


def image_default(world: World, account: WorldAccount) -> None:
    """Never given a picture."""
    account.image = "default"
    world.expect(account.id, "approved-image", "fail", "the platform's own placeholder")
    world.expect(account.id, "profile-complete", "any", "a placeholder may count as no picture")


def image_other(world: World, account: WorldAccount) -> None:
    """A photograph instead of the mark."""
    account.image = f"photo-{account.number}"
    world.expect(account.id, "approved-image", "fail", "not an approved mark")


def link_elsewhere(world: World, account: WorldAccount) -> None:
    """The link leads to a domain nobody allowed."""
    _point(account, f"https://{_SHORT[_unit(account)]}-news.example/")
    world.expect(account.id, "profile-link", "fail", "unknown domain")


def link_plain(world: World, account: WorldAccount) -> None:
    """The link is right but not encrypted."""
    _point(account, account.links[0].replace("https://", "http://"))
    world.expect(account.id, "profile-link", "fail", "http instead of https")


def link_short(world: World, account: WorldAccount) -> None:
    """The link is a shortener's."""
    _point(account, f"https://bit.ly/lpl{account.number}")
    world.expect(account.id, "profile-link", "fail|review", "a shortener, and link checking is off")


def _point(account: WorldAccount, address: str) -> None:
    account.bio = account.bio.replace(account.links[0], address)
    account.links = [address]


def link_missing(world: World, account: WorldAccount) -> None:
    """No link at all."""
    account.links = []
    world.expect(account.id, "profile-complete", "fail", "no link")


def disclaimer(world: World, account: WorldAccount) -> None:
    """A corporate account that speaks as a person."""
    account.bio = f"{account.bio} Views my own."
    world.expect(account.id, "no-personal-disclaimer", "fail", "views my own")
