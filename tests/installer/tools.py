"""What the tests of the Windows build need from the machine: its tools, or a loud word why they can't be had."""

import shutil
import warnings
from collections.abc import Mapping

import pytest


def need(packages: Mapping[str, str]) -> None:
    """Skip, with a warning that names the Debian packages, where a tool is missing."""
    if missing := sorted({package for tool, package in packages.items() if not shutil.which(tool)}):
        sentence = f"NOT TESTED: apt-get install {' '.join(missing)}"
        warnings.warn(pytest.PytestWarning(sentence), stacklevel=2)
        pytest.skip(sentence)
