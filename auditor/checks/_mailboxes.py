"""Whether a mail address is a person's own or a shared mailbox of an office."""

from __future__ import annotations

_PROVIDER_LIST = """
    gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk msn.com yahoo.com yahoo.co.uk ymail.com
    icloud.com me.com mac.com aol.com btinternet.com sky.com virginmedia.com talktalk.net proton.me protonmail.com gmx.com gmx.de
    gmx.net web.de mail.com qq.com 163.com 126.com zoho.com fastmail.com
"""
_PRIVATE_PROVIDERS = frozenset(_PROVIDER_LIST.split())
_ROLE_LIST = """
    info information contact enquiries enquiry inquiries hello help helpdesk support service services servicedesk office admin
    administration team desk reception general mail email post postmaster webmaster press media news newsletter communications comms
    marketing events event bookings booking tickets conference alumni admissions admission recruitment recruit apply applications
    undergraduate postgraduate ug pg research library archives museum gallery sport sports gym union society societies student students
    studentsupport staff hr jobs careers career finance payments fees accommodation security safety estates it csd wellbeing
    counselling international global study visit open openday opendays outreach schools school faculty department dept institute
    centre center lab group project programme network club choir orchestra theatre volunteering fundraising donate giving feedback
    complaints privacy dataprotection dpo foi legal social socialmedia web online digital noreply no-reply donotreply subscribe
    engineering science arts medicine dentistry nursing law history music english physics chemistry biology maths management business
    participants volunteers trials clinic reply replies editor editors guild welcome ask liv livuni uni university life health
"""
_ROLES = frozenset(_ROLE_LIST.split())
_FIRST_LIST = """
    james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark paul steven andrew
    george edward brian kevin peter simon stephen alan ian graham neil stuart martin gary adam luke jack harry oliver ben sam tom joe
    dan alex chris mike nick rob steve mary patricia jennifer linda elizabeth susan jessica sarah karen lisa nancy emma emily laura
    rachel rebecca hannah charlotte amy anna lucy sophie helen claire kate katie jane julie alison fiona ruth alice grace ella olivia
    amelia megan mohammed muhammad ahmed ali fatima aisha priya wei jing maria ana jose carlos pedro
"""
_FIRST_NAMES = frozenset(_FIRST_LIST.split())
_SURNAME_LIST = """
    smith jones williams taylor brown davies evans wilson thomas johnson roberts robinson thompson wright walker white edwards hughes
    green hall lewis harris clarke patel jackson wood turner martin cooper hill ward morris moore clark lee king baker harrison morgan
    allen james scott phillips watson davis parker price bennett young griffiths mitchell kelly cook carter richardson bailey collins
    bell shaw murphy miller cox khan richards marshall anderson simpson ellis adams singh begum wilkinson foster chapman powell webb
    rogers gray mason ali hunt hussain campbell matthews owen palmer holmes mills barnes knight lloyd butler russell barker fisher
    stevens jenkins murray dixon harvey doe bloggs
"""
_SURNAMES = frozenset(_SURNAME_LIST.split())


def is_individual(address: str) -> bool:
    """By its shape: names with a dot, initials with a common surname, a first name, or anything private that is no office word."""
    local, _, domain = address.lower().partition("@")
    local = local.partition("+")[0]
    parts = [p.strip("0123456789") for p in local.replace("_", ".").replace("-", ".").split(".")]
    parts = [p for p in parts if p]
    if not parts or any(p in _ROLES for p in parts):
        return False
    if domain in _PRIVATE_PROVIDERS or any(label in {"student", "students"} for label in domain.split(".")):
        return True
    if len(parts) > 1:
        return _is_name(parts)
    word = parts[0]
    return word in _FIRST_NAMES or any(word[n:] in _SURNAMES for n in (1, 2))


def _is_name(parts: list[str]) -> bool:
    """First and last name, or initials and a last name."""
    if not all(p.isalpha() for p in parts) or len(parts) > 4:
        return False
    return (
        parts[0] in _FIRST_NAMES
        or parts[-1] in _SURNAMES
        or len(parts[0]) <= 2
        or (len(parts) == 2 and len(parts[-1]) > 2)
    )
