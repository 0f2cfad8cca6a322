"""What `doctor` says of Redis."""

from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from confhub import doctor
from confhub.config import Config
from confhub.db import Database
from tools.services import Service

pytestmark = pytest.mark.redis


def test_doctor_says_whether_redis_answers_and_is_new_enough(
    config: Config, db: Database, own_redis: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(url: str) -> doctor.Finding:
        findings = doctor.examine(replace(config, redis_url=url), db)
        return next(finding for finding in findings if finding.subject == "Redis")

    assert found("").ok
    assert found(own_redis.url).ok
    monkeypatch.setattr(doctor, "REDIS_LEAST", 1000)
    assert not found(own_redis.url).ok
    own_redis.stop(signal.SIGKILL)
    away = found(own_redis.url)
    assert not away.ok
    assert "cannot be reached" in away.text
