"""The made-up university, loaded once, and a report of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def _load(file):
    name = f"reports_{file}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{file}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def sample():
    return _load("sample_run")


@pytest.fixture(scope="session")
def sample_mails():
    return _load("sample_mails")


@pytest.fixture(scope="session")
def view(sample):
    return sample.view(60, worse=1.0)


@pytest.fixture(scope="session")
def folder(view, tmp_path_factory):
    from reports import html

    target = tmp_path_factory.mktemp("report")
    html.write(view, target)
    return target
