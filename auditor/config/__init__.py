"""config.toml -> typed settings; unknown keys are refused with a suggestion."""

from auditor.config.load import check_text, find, load
from auditor.config.settings import Settings

__all__ = ["Settings", "check_text", "find", "load"]
