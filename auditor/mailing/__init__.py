"""Which mails a finished full run gives rise to: rules over plain data. What is said in them is not decided here.

`wanted` gives the letters of a night, `remembered` what the next night has to know of it. Both are pure; the caller stores the
memory with the run, so that a run whose mails were switched off is as if it had not been.
"""

from auditor.mailing.letters import (
    Alert,
    AllClear,
    Broken,
    Digest,
    Escalation,
    Facts,
    Fault,
    Item,
    Nightly,
    Outage,
    Password,
    Takeover,
    Wanted,
    Weekly,
)
from auditor.mailing.memory import Memory
from auditor.mailing.night import remembered, wanted
from auditor.mailing.situation import Rules, Situation

__all__ = [
    "Alert",
    "AllClear",
    "Broken",
    "Digest",
    "Escalation",
    "Facts",
    "Fault",
    "Item",
    "Memory",
    "Nightly",
    "Outage",
    "Password",
    "Rules",
    "Situation",
    "Takeover",
    "Wanted",
    "Weekly",
    "remembered",
    "wanted",
]
