"""The nouns: what the register says, what a platform showed, what was concluded. Plain frozen data, standard library only.

Times are aware datetimes in UTC. A field of a snapshot is `Seen` (with a value, which may be empty) or `Unseen` (with the
reason); empty and unseen are different facts and no code may confuse them.
"""

from __future__ import annotations

from auditor.model.outcome import (
    AccountResult,
    CallCount,
    ControlInfo,
    Evidence,
    Figures,
    Finding,
    Incident,
    Run,
    Verdict,
)
from auditor.model.outline import outline
from auditor.model.register import (
    Access,
    Account,
    Change,
    Register,
    Waiver,
    Where,
)
from auditor.model.snapshot import (
    UNSUPPORTED,
    Call,
    Candidate,
    Exchange,
    Exchanges,
    Image,
    Link,
    Media,
    Observed,
    PersonFactor,
    Post,
    Posts,
    SecurityFacts,
    Seen,
    Sight,
    Snapshot,
    Unreachable,
    Unseen,
)
from auditor.model.words import (
    Outcome,
    Severity,
    State,
    Trouble,
    Why,
)

__all__ = [
    "UNSUPPORTED",
    "Access",
    "Account",
    "AccountResult",
    "Call",
    "CallCount",
    "Candidate",
    "Change",
    "ControlInfo",
    "Evidence",
    "Exchange",
    "Exchanges",
    "Figures",
    "Finding",
    "Image",
    "Incident",
    "Link",
    "Media",
    "Observed",
    "Outcome",
    "PersonFactor",
    "Post",
    "Posts",
    "Register",
    "Run",
    "SecurityFacts",
    "Seen",
    "Severity",
    "Sight",
    "Snapshot",
    "State",
    "Trouble",
    "Unreachable",
    "Unseen",
    "Verdict",
    "Waiver",
    "Where",
    "Why",
    "outline",
]
