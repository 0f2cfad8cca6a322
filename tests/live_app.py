"""``python -m tests.live_app``: serves as ever, but looks at the log every tenth of a second.

What a test writes in its own process wakes nobody here.
"""

from __future__ import annotations

from confhub import concurrency


def main() -> None:
    """Serve until SIGTERM."""
    concurrency.patch()
    from confhub import cli
    from confhub.live import pump

    pump.POLL = 0.1
    cli.main(["serve"])


if __name__ == "__main__":
    main()
