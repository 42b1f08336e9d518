"""config.toml -> typed settings; unknown keys are refused with a suggestion."""

from auditor.config.load import find, load
from auditor.config.settings import Settings

__all__ = ["Settings", "find", "load"]
