"""Which services of AWS reach topics, keys and buckets, and for whose resources they do."""

from __future__ import annotations

import pytest

from tests.iam.callers import ACCOUNTS, STRANGER, Caller, service, somebody
from tests.iam.documents import Document, documents
from tests.iam.evaluate import Tree, committed

every_environment = pytest.mark.parametrize("name", ACCOUNTS)

TOPIC = "module.monitoring.aws_sns_topic_policy.alarms"
LOGS_KEY = "module.logs_key.aws_kms_key.this"
DATA_KEY = "module.data_key.aws_kms_key.this"
LOG_BUCKET = "module.log_bucket.aws_s3_bucket_policy.this"

TLS = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}


def places(tree: Tree) -> dict[str, Document]:
    return {document.address: document for document in documents(tree)}


def may(
    who: Caller, action: str, place: Document, below: str = "", group: str | None = None
) -> bool:
    """Whether somebody may do something with a resource, a key for the logs of a group."""
    assert place.resource is not None
    keys = dict(TLS)
    if group is not None:
        keys["kms:EncryptionContext:aws:logs:arn"] = group
    return who.may(
        action,
        f"{place.resource}{below}",
        keys,
        policy=place.policy,
        account_id=ACCOUNTS[place.environment],
    )


def alarm(account_id: str) -> Caller:
    arn = f"arn:aws:cloudwatch:us-east-1:{account_id}:alarm:cpu"
    return service("cloudwatch", account_id, arn)


@every_environment
def test_alarms_of_the_account_publish_to_the_encrypted_topic(name: str) -> None:
    found = places(committed(name))
    for account_id in (*ACCOUNTS.values(), STRANGER):
        own = account_id == ACCOUNTS[name]
        assert may(alarm(account_id), "sns:Publish", found[TOPIC]) is own
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            assert may(alarm(account_id), action, found[LOGS_KEY]) is own
            assert not may(alarm(account_id), action, found[DATA_KEY])
        assert not may(alarm(account_id), "kms:CreateGrant", found[LOGS_KEY])
        assert not may(alarm(account_id), "sns:Subscribe", found[TOPIC])
    assert not may(somebody(STRANGER), "sns:Publish", found[TOPIC])


@every_environment
def test_log_groups_of_the_environment_are_encrypted_with_its_key(name: str) -> None:
    found = places(committed(name))
    account_id = ACCOUNTS[name]
    logs = service("logs.us-east-1", account_id, "arn:aws:logs:us-east-1:1:log-group:x")
    for group, encrypted in {
        f"{account_id}:log-group:/ecs/fintech-{name}/api": True,
        f"{account_id}:log-group:/ecs/fintech-{name}/exec": True,
        f"{account_id}:log-group:/aws/vpc/fintech-{name}/flow-logs": True,
        f"{account_id}:log-group:/aws/rds/instance/fintech-{name}-postgres/postgresql": True,
        f"{account_id}:log-group:/aws/ecs/containerinsights/fintech-{name}-cluster/x": True,
        f"{account_id}:log-group:/ecs/fintech-other/api": False,
        f"{STRANGER}:log-group:/ecs/fintech-{name}/api": False,
    }.items():
        arn = f"arn:aws:logs:us-east-1:{group}"
        for action in ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptTo"):
            assert may(logs, action, found[LOGS_KEY], group=arn) is encrypted, (action, group)
            assert not may(logs, action, found[DATA_KEY], group=arn)
        assert not may(logs, "kms:CreateGrant", found[LOGS_KEY], group=arn)
    assert not may(logs, "kms:Decrypt", found[LOGS_KEY])


@every_environment
def test_load_balancers_and_buckets_of_the_account_write_their_logs(name: str) -> None:
    bucket = places(committed(name))[LOG_BUCKET]
    for account_id in (*ACCOUNTS.values(), STRANGER):
        own = account_id == ACCOUNTS[name]
        balancer = f"arn:aws:elasticloadbalancing:us-east-1:{account_id}:loadbalancer/app/x/1"
        delivery = service("logdelivery.elasticloadbalancing", account_id, balancer)
        access = service("logging.s3", account_id, "arn:aws:s3:::anything")
        logs = f"/alb/AWSLogs/{ACCOUNTS[name]}/elasticloadbalancing/x.log.gz"
        assert may(delivery, "s3:PutObject", bucket, logs) is own
        assert may(access, "s3:PutObject", bucket, "/s3/x") is own
        assert not may(delivery, "s3:PutObject", bucket, f"/alb/AWSLogs/{STRANGER}/x")
        assert not may(delivery, "s3:PutObject", bucket, "/s3/x")
        assert not may(access, "s3:PutObject", bucket, logs)
        for action in ("s3:GetObject", "s3:DeleteObject"):
            assert not may(delivery, action, bucket, logs)
            assert not may(access, action, bucket, "/s3/x")


@every_environment
def test_other_accounts_reach_neither_keys_nor_buckets(name: str) -> None:
    for place in places(committed(name)).values():
        if place.kind in ("bucket", "key", "topic"):
            for account_id in (*ACCOUNTS.values(), STRANGER):
                if account_id != ACCOUNTS[name]:
                    for action in ("kms:Decrypt", "s3:GetObject", "s3:ListBucket", "sns:Publish"):
                        who = somebody(account_id)
                        assert not may(who, action, place), (place.address, action)
                        assert not may(who, action, place, "/object"), (place.address, action)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("modules/monitoring/main.tf", '["111111111111"]', '["999999999999"]'),
        ("modules/kms_key/logs/main.tf", '["111111111111"]', '["999999999999"]'),
    ],
)
def test_a_wrong_account_is_found(path: str, old: str, new: str) -> None:
    found = places(committed("dev").changed(path, old, new))
    place, action = (
        (found[TOPIC], "sns:Publish") if "monitoring" in path else (found[LOGS_KEY], "kms:Decrypt")
    )
    assert may(alarm(STRANGER), action, place)
    assert not may(alarm(ACCOUNTS["dev"]), action, place)
