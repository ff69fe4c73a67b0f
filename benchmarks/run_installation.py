"""
Run a whole installation of whatever checkout stands on the path, until the input ends.

Run as a file with that checkout as `PYTHONPATH`, so that an older one need not hold this module.
Prints one line of JSON when everything answers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from deploy.embedded.stack import Stack


def main(folder: str) -> None:
    """Start, tell where it is, and wait."""
    began = time.perf_counter()
    with Stack(Path(folder)) as stack:
        facts = {
            "address": stack.address,
            "database_url": stack.database_url,
            "credentials": str(stack.credentials),
            "processes": {**stack.pids(), "launcher": os.getpid()},
            "ready_seconds": time.perf_counter() - began,
        }
        print(json.dumps(facts), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
