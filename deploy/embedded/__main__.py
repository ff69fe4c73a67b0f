"""`python -m deploy.embedded`: run the whole of Concord on this machine until told to stop."""

import signal

if __name__ == "__main__":
    # Whoever presses Ctrl-C while the code is being loaded wants no account of where that was.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    from deploy.embedded.launcher import main

    raise SystemExit(main())
