from __future__ import annotations

from tests.config.checks.others import found, other
from tfgen.config.checks.peering_role import check_peering_role
from tfgen.config.environment import Environment

YAML = "state: {locking: both}\nconnections:\n  - {requester: dev, accepter: prod}\n"
OPERATIONS = "state: {locking: both}\npipelines: {dev: {}, prod: {}}\n"
PEERS = (other("dev", "a: 1"), other("prod", "a: 1"))


def operations(yaml: str, kind: str = "operations") -> Environment:
    return other("operations", yaml, kind)


def test_an_operations_stack_that_agrees() -> None:
    assert found(check_peering_role, YAML, operations(OPERATIONS), *PEERS) == []


def test_without_an_operations_stack_there_is_nothing_to_agree_with() -> None:
    assert found(check_peering_role, YAML, *PEERS) == []
    assert found(check_peering_role, YAML, operations("a: 1", "environment"), *PEERS) == []


def test_another_lock() -> None:
    other_lock = operations(OPERATIONS.replace("both", "s3"))
    assert found(check_peering_role, YAML, other_lock, *PEERS) == [
        "1:18: state.locking is both, and operations has s3\n"
        "  operations operations.yaml:1:18\n"
        "  the bucket and the lock table are those of the operations stack: say the same there"
    ]


def test_a_peer_without_a_pipeline_is_named_once() -> None:
    yaml = YAML + "  - {requester: prod, accepter: dev}\n"
    lonely = operations(OPERATIONS.replace(", prod: {}", ""))
    assert found(check_peering_role, yaml, lonely, *PEERS) == [
        "3:32: the CI role of peering cannot work in prod, which has no pipeline\n"
        "  operations operations.yaml:2:1\n  add prod to pipelines in operations.yaml"
    ]
