"""AWS for one test run: `python -m tests.e2e.server` prints its address and serves until its
standard input closes, which also happens when the test run dies."""

from __future__ import annotations

import logging
import os
import sys
from threading import Thread

# Read when moto is imported: a certificate is issued after a second instead of a minute, AWS's
# managed policies exist, and no time goes into machine images.
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "1"
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"


def main() -> None:
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from tests.e2e import patches  # noqa: F401
    from tests.e2e.repeats import giving_lost_answers_again

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        "127.0.0.1",
        0,
        giving_lost_answers_again(DomainDispatcherApplication(create_backend_app)),
        threaded=True,
        request_handler=MotoRequestHandler,
    )
    os.environ["MOTO_PORT"] = str(server.port)
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.port}", flush=True)
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
