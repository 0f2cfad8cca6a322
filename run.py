"""Set up confhub if needed, then start it.

python3 run.py                    serve
python3 run.py demo [arguments]   serve a demo briefing
python3 run.py test [arguments]   run all checks, or just pytest with these arguments
python3 run.py COMMAND ...        any other administration command of confhub
"""

import os
import sys

OLDEST = (3, 11)


def main(arguments):
    if sys.version_info < OLDEST:
        wanted = "%d.%d" % OLDEST
        sys.exit(
            "confhub needs Python %s or newer; this is %s.\n"
            "Start it with a newer one, for example: python%s run.py"
            % (wanted, sys.version.split()[0], wanted)
        )
    from tools import bootstrap

    for_tests = arguments[:1] == ["test"]
    python = bootstrap.ensure("dev" if for_tests else "runtime")
    if for_tests:
        command = [os.path.join(bootstrap.ROOT, "tools", "check.py"), *arguments[1:]]
    else:
        command = ["-m", "confhub", *(arguments or ["serve"])]
    sys.stdout.flush()
    # Replacing this process lets signals reach the server itself.
    os.execv(python, [python, *command])


if __name__ == "__main__":
    main(sys.argv[1:])
