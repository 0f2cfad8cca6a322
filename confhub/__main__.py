"""``python -m confhub``: makes the standard library cooperative, then runs the command line."""

from confhub import concurrency

concurrency.patch()


def main() -> None:
    """The console command ``confhub``."""
    from confhub.cli import main as run

    run()


if __name__ == "__main__":
    main()
