"""The bus: what the processes of one installation tell each other, by Redis pub/sub.

There is one message: who speaks, and what its process knows of its own (its *state*, whole). It also
means *look at the log*. Nothing depends on it: who hears nothing polls the log. No request and no tick
waits for Redis, for two threads do the talking.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

# Each process speaks at least so often, and is taken for gone when it was silent for so long.
BEAT = 2.0
SILENCE = 6.0
# Between two messages; the pump's tick takes longer, so that nobody is woken in vain.
PAUSE = 0.01
AGAIN = 1.0
_log = logging.getLogger("confhub.bus")

Hear = Callable[[str, Any], None]


class Bus:
    """Speaks and listens on the channel of one installation, as one process of it.

    ``state()`` is what to tell of this process, anything for JSON; ``hear(process, state)`` is called
    for each message of another one, and once with None when that one is gone. Without a ``url`` the
    bus does nothing.
    """

    def __init__(self, url: str, channel: str, state: Callable[[], Any], hear: Hear) -> None:
        self._redis = _connect(url) if url else None
        self._channel, self._state, self._on_hear = channel, state, hear
        self._name = secrets.token_hex(8)
        self._others: dict[str, float] = {}
        self._due = threading.Event()
        self._closed = False
        # None as long as nobody knows.
        self._up: bool | None = None

    @property
    def is_used(self) -> bool:
        """True when Redis is configured."""
        return self._redis is not None

    @property
    def is_up(self) -> bool:
        """True as long as this process hears itself through Redis."""
        return self._up is True

    def start(self) -> None:
        """Begin to speak and to listen."""
        if self._redis is not None:
            threading.Thread(target=self._listen, name="bus-in", daemon=True).start()
            threading.Thread(target=self._speak, name="bus-out", daemon=True).start()

    def speak(self) -> None:
        """There is something new here: tell the others soon. Never waits."""
        self._due.set()

    def close(self) -> None:
        """Say a last word and fall silent."""
        self._closed = True
        if self.is_up:
            self._publish()

    # --- Speaking ------------------------------------------------------------------------------------

    def _speak(self) -> None:
        while not self._closed:
            self._due.wait(BEAT)
            self._due.clear()
            time.sleep(PAUSE if self._publish() else AGAIN)
            self._forget_silent()

    def _publish(self) -> bool:
        assert self._redis is not None
        try:
            self._redis.publish(self._channel, json.dumps([self._name, self._state()]))
        except redis.RedisError:
            # Whoever listens misses this process's own voice, and says so.
            return False
        return True

    def _forget_silent(self) -> None:
        now = time.monotonic()
        for process in [name for name, heard in list(self._others.items()) if now - heard > SILENCE]:
            del self._others[process]
            self._on_hear(process, None)

    # --- Listening -----------------------------------------------------------------------------------

    def _listen(self) -> None:
        assert self._redis is not None
        while not self._closed:
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as voices:
                    voices.subscribe(self._channel)
                    self._due.set()
                    self._hear_while_up(voices)
            except Exception as problem:
                self._lose(problem)
                time.sleep(AGAIN)

    def _hear_while_up(self, voices: Any) -> None:
        own = time.monotonic()
        while not self._closed:
            message = voices.get_message(timeout=BEAT)
            speaker, state = json.loads(message["data"]) if message else (None, None)
            if speaker == self._name:
                own = time.monotonic()
                self._find()
            elif speaker is not None:
                self._hear(speaker, state)
            # A connection that broke without a word shows by this alone.
            if time.monotonic() - own > SILENCE:
                raise redis.TimeoutError("it is silent")

    def _hear(self, speaker: str, state: Any) -> None:
        if speaker not in self._others:
            # A newcomer wants to know us at once.
            self._due.set()
        self._others[speaker] = time.monotonic()
        self._on_hear(speaker, state)

    def _find(self) -> None:
        if self._up is False:
            _log.warning("Redis is back")
        self._up = True

    def _lose(self, problem: Exception) -> None:
        # Said once, not at each attempt.
        if self._up is not False:
            _log.warning("Redis is away (%s); each process polls the log until it is back", problem)
        self._up = False


def _connect(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=BEAT,
        socket_connect_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )
