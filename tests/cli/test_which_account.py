"""An id, a handle or a profile address means one registered account; anything else is refused."""

from __future__ import annotations

import pytest

from auditor.cli._accounts import resolve
from auditor.errors import UsageError
from auditor.model import Account, Register

REGISTER = Register((
    Account(id="library-x", platform="x", handle="livunilibrary", unit="Library", native_id="1001"),
    Account(id="library-fb", platform="facebook", handle="livunilibrary", unit="Library"),
    Account(id="film", platform="youtube", handle="livunifilm", unit="Film", native_id="UC0000000000000000000001"),
    Account(id="fedi", platform="mastodon", handle="livuni@social.example.ac.uk", unit="Press"),
    Account(id="blog", platform="blog", handle="https://blogs.example.ac.uk/library/", unit="Library"),
))  # fmt: skip


@pytest.mark.parametrize(("name", "ids"), [
    ("library-x", ["library-x"]),
    ("LIBRARY-X", ["library-x"]),
    ("livunilibrary", ["library-x", "library-fb"]),
    ("@LivUniLibrary", ["library-x", "library-fb"]),
    ("x:livunilibrary", ["library-x"]),
    ("twitter:@livunilibrary", ["library-x"]),
    ("1001", ["library-x"]),
    ("https://x.com/livunilibrary", ["library-x"]),
    ("https://www.twitter.com/LivUniLibrary?s=20", ["library-x"]),
    ("https://www.youtube.com/@livunifilm", ["film"]),
    ("https://youtube.com/channel/UC0000000000000000000001", ["film"]),
    ("https://social.example.ac.uk/@livuni", ["fedi"]),
    ("livuni@social.example.ac.uk", ["fedi"]),
    ("https://blogs.example.ac.uk/library", ["blog"]),
])  # fmt: skip
def test_what_people_write_finds_the_account(name: str, ids: list[str]) -> None:
    assert [a.id for a in resolve(REGISTER, (name,))] == ids


@pytest.mark.parametrize("name", [
    "somebody", "x:livunifilm", "https://x.com/somebody", "https://evil.example/@livuni", "nosuch:livunilibrary", "@", "https://x.com/",
])  # fmt: skip
def test_what_is_not_on_the_register_is_refused_with_the_policys_reason(name: str) -> None:
    with pytest.raises(UsageError, match=r"2\.3"):
        resolve(REGISTER, (name,))


def test_all_unknown_names_are_told_at_once_and_each_account_comes_once() -> None:
    with pytest.raises(UsageError, match="one, two"):
        resolve(REGISTER, ("library-x", "one", "two"))
    assert len(resolve(REGISTER, ("library-x", "x:livunilibrary"))) == 1
