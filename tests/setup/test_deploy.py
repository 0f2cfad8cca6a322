"""What deploy/ ships agrees with the program."""

from __future__ import annotations

import re

from confhub import concurrency, config
from confhub.live import bus
from tools.bootstrap import ROOT

DEPLOY = ROOT / "deploy"


def test_every_setting_that_it_names_exists() -> None:
    for file in filter(lambda file: file.is_file(), DEPLOY.rglob("*")):
        named = set(re.findall(r"CONFHUB_([A-Z_]+)", file.read_text()))
        assert named <= set(config.SETTINGS), file.name


def test_a_process_is_given_the_time_that_it_takes_to_end() -> None:
    unit = (DEPLOY / "systemd" / "confhub@.service").read_text()
    found = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)
    assert found is not None
    takes = concurrency.GRACE + concurrency.DRAIN + bus.BEAT
    assert takes < 10 < int(found[1])
