"""AWS for one test run: `python -m tests.e2e.server` prints its address and serves until its
standard input closes, which also happens when the test run dies."""

from __future__ import annotations

import logging
import os
import sys

# Read when moto is imported: a certificate is issued after a second instead of a minute, AWS's
# managed policies exist, and no time goes into machine images.
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "1"
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"


def main() -> None:
    from moto.server import ThreadedMotoServer

    from tests.e2e import patches  # noqa: F401

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ["MOTO_PORT"] = str(port)
    print(f"http://{host}:{port}", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
