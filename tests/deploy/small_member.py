"""The smallest process to be forked: it writes down what it finds, and ends as it is told."""

import json
import os
import random
import sys
import time

NEEDED = "tests.deploy.small_app"
"""A module that it does not import: only the server can have loaded it."""


def main() -> None:
    """Write what there is and end: `raise`, `exit`, or on a signal."""
    found = {
        "pid": os.getpid(),
        "group": os.getpgid(0),
        "parent": os.getppid(),
        "loaded": NEEDED in sys.modules,
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "input": sys.stdin.read(),
        "files": sorted(int(name) for name in os.listdir("/proc/self/fd")),
        "chance": random.random(),
    }
    # In one piece: whoever is killed in between leaves no half of a line in the log.
    sys.stdout.write(json.dumps(found) + "\n")
    if "raise" in sys.argv:
        raise LookupError("no such rule")
    if "exit" in sys.argv:
        raise SystemExit(3)
    time.sleep(600)


if __name__ == "__main__":
    main()
