"""moto as AWS: started for one test run, asked with boto3."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

REPOSITORY = Path(__file__).parents[2]
REGION = "us-east-1"
ACCOUNTS = {
    "dev": "111111111111",
    "staging": "222222222222",
    "operations": "444444444444",
    "legacy": "555555555555",
}
ADMINISTRATOR = "OrganizationAccountAccessRole"


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where AWS answers.

    An account is meant by its name in ACCOUNTS. Every caller comes in by assuming a role of the
    account, as moto tells accounts apart by nothing else.
    """

    url: str

    def credentials(self, account: str, role: str = ADMINISTRATOR) -> dict[str, str]:
        """A role's keys, as environment variables."""
        sts = boto3.client(
            "sts",
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="someone",
            aws_secret_access_key="outside",  # noqa: S106
        )
        arn = f"arn:aws:iam::{ACCOUNTS[account]}:role/{role}"
        keys = sts.assume_role(RoleArn=arn, RoleSessionName="e2e")["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": keys["SessionToken"],
        }

    def client(self, account: str, service: str) -> Any:
        """A boto3 client of the account's administrator."""
        keys = {name.lower(): value for name, value in self.credentials(account).items()}
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **keys)


@contextmanager
def running_cloud(log: Path) -> Iterator[Cloud]:
    """A server on a free port of the loopback; it ends with the block, or with this process."""
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.server"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            assert url, f"the server did not start:\n{log.read_text()}"
            yield Cloud(url)
        finally:
            server.stdin.close()
