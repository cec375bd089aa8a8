"""A token made of software (SoftHSM2), once a run, in a folder of its own; without it tests are skipped."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from hn_desk.tokens import P_256, RSA_2048, RSA_3072, KeyPlace, TokenFound, make_key, tokens_of

PIN = "246813"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
LABEL = "UBND phường"
KINDS = {"RSA-3072": RSA_3072, "RSA-2048": RSA_2048, "P-256": P_256}


def is_installed() -> bool:
    """Whether this machine has SoftHSM2."""
    return shutil.which("softhsm2-util") is not None and any(Path(one).exists() for one in MODULES)


@cache
def _token() -> TokenFound:
    folder = Path(mkdtemp(prefix="hn-softhsm"))
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    command = ("softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "12345678", "--pin", PIN)
    subprocess.run(command, check=True, capture_output=True)
    module = next(one for one in MODULES if Path(one).exists())
    return next(one for one in tokens_of(module) if one.label == LABEL)


def token() -> TokenFound:
    """The token; the test is skipped where SoftHSM2 isn't installed."""
    if not is_installed():
        pytest.skip("SoftHSM2 is not installed")
    return _token()


@cache
def key(kind: str) -> KeyPlace:
    """A key of one kind (RSA-3072, RSA-2048, P-256) inside the token, made when a test first asks."""
    return make_key(token(), PIN, KINDS[kind])
