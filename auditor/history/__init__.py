"""The history: runs, what they saw and said, incidents and the outbox, in SQLite or PostgreSQL. The only user of SQLAlchemy."""

from auditor.history.attestations import Attestation
from auditor.history.compare import Earlier, HistoryLine
from auditor.history.engine import named, unsealed
from auditor.history.figures import figures_of
from auditor.history.health import health
from auditor.history.retention import Removed
from auditor.history.runs import RunSummary, UnfinishedRun
from auditor.history.seal import Fault
from auditor.history.spool import held
from auditor.history.store import History
from auditor.history.trend import TrendPoint

__all__ = [
    "Attestation", "Earlier", "Fault", "History", "HistoryLine", "Removed", "RunSummary", "TrendPoint", "UnfinishedRun", "figures_of",
    "health", "held", "named", "unsealed",
]  # fmt: skip
