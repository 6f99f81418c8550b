from __future__ import annotations

from tests.config.checks.others import found, other
from tfgen.config.checks.connections import check_connections
from tfgen.config.environment import Environment

OWN = 'project: fintech\nregion: us-east-1\noperations: {account_id: "9"}\nconnections:\n'


def peer(
    name: str,
    account: int,
    peers: str,
    cidr: str = "",
    region: str = "us-east-1",
    project: str = "fintech",
    operations: str = "9",
) -> Environment:
    """An environment whose account is one digit; ``peers`` are the accounts it may peer with."""
    accounts = ", ".join(f'"{digit}"' for digit in peers)
    return other(
        name,
        f"project: {project}\nregion: {region}\n"
        f'operations: {{account_id: "{operations}"}}\naccount_id: "{account}"\n'
        f"network: {{cidr: {cidr or f'10.{account}.0.0/16'}}}\n"
        f"deployment: {{peer_account_ids: [{accounts}]}}\n",
    )


A, B, C = peer("a", 1, "23"), peer("b", 2, "13"), peer("c", 3, "12")


def connection(requester: str, accepter: str, *flows: str) -> str:
    """One item of the list, on a line of its own."""
    return (
        f"  - {{requester: {requester}, accepter: {accepter}, "
        f"flows: [{', '.join(f'{{{flow}}}' for flow in flows)}]}}\n"
    )


def flow(name: str, start: str, end: str, port: int) -> str:
    return f"name: {name}, from: {start}, to: {end}, port: {port}"


def test_a_full_mesh_with_flows_in_both_directions() -> None:
    yaml = (
        OWN
        + connection("a", "b", flow("api", "a", "b", 80), flow("back", "b", "a", 80))
        + connection("b", "c", flow("api", "b", "c", 80), flow("more", "b", "c", 81))
        + connection("c", "a")
    )
    assert found(check_connections, yaml, A, B, C) == []


def test_an_unknown_environment() -> None:
    yaml = OWN + connection("alpha", "beta")
    alpha = peer("alpha", 1, "2")
    assert found(check_connections, yaml, alpha, peer("bet", 2, "1")) == [
        '5:34: there is no environment "beta"\n  did you mean bet?'
    ]


def test_a_stack_of_another_kind_and_the_stack_itself() -> None:
    operations = other("operations", "stack: operations", "operations")
    assert found(check_connections, OWN + connection("a", "operations"), A, operations) == [
        '5:30: "operations" is a stack of kind operations, not an environment\n'
        "  stack operations.yaml:1:8"
    ]
    own = other("own", "stack: peering", "peering")
    assert found(check_connections, OWN + connection("own", "a"), A, own) == [
        '5:17: "own" is a stack of kind some, not an environment\n  stack own.yaml'
    ]


def test_a_peer_with_itself() -> None:
    assert found(check_connections, OWN + connection("a", "a"), A) == [
        "5:30: a cannot be peered with itself"
    ]


def test_a_pair_twice_in_either_order() -> None:
    for second in (connection("a", "b"), connection("b", "a")):
        (problem,) = found(check_connections, OWN + connection("a", "b") + second, A, B)
        assert problem.partition(": ")[2] in {
            f"{pair} have a connection already\n  first 5:5\n  put the flows of both into one"
            for pair in ("a and b", "b and a")
        }
        assert problem.startswith("6:5: ")


def test_two_pairs_with_one_name() -> None:
    stacks = [
        peer(name, number, peers)
        for number, (name, peers) in enumerate(
            {"x-to-y": "2", "z": "1", "x": "4", "y-to-z": "3"}.items(), start=1
        )
    ]
    yaml = OWN + connection("x-to-y", "z") + connection("x", "y-to-z")
    assert found(check_connections, yaml, *stacks) == [
        "6:5: another connection is called x-to-y-to-z, too\n  first 5:5\n"
        "  let the other side ask for this one"
    ]
    yaml = OWN + connection("x-to-y", "z") + connection("y-to-z", "x")
    assert found(check_connections, yaml, *stacks) == []


def test_another_project_region_or_operations_account_is_told_once_for_each_peer() -> None:
    yaml = OWN + connection("a", "b") + connection("a", "c")
    strange = peer("a", 1, "23", region="us-east-2", project="shop", operations="8")
    hint = "  say it once, in a file that both extend"
    assert found(check_connections, yaml, strange, B, C) == [
        "5:17: a has project shop, and this stack fintech\n"
        f"  environment a.yaml:1:10\n  here 1:10\n{hint}",
        "5:17: a has region us-east-2, and this stack us-east-1\n"
        f"  environment a.yaml:2:9\n  here 2:9\n{hint}",
        "5:17: a has operations.account_id 8, and this stack 9\n"
        f"  environment a.yaml:3:26\n  here 3:26\n{hint}",
    ]


def test_networks_that_overlap() -> None:
    yaml = OWN + connection("a", "b")
    same = peer("b", 2, "13", "10.1.128.0/17")
    assert found(check_connections, yaml, A, same) == [
        "5:30: the networks of a (10.1.0.0/16) and b (10.1.128.0/17) overlap\n"
        "  a a.yaml:5:17\n  b b.yaml:5:17\n  give one of them another network.cidr"
    ]


def test_networks_of_two_peers_of_one_environment_that_overlap() -> None:
    same = peer("b", 2, "13", "10.3.0.0/16")
    message = (
        "the networks of b and c, both peers of a, overlap: a could reach only one of them\n"
        "  b b.yaml:5:17\n  c c.yaml:5:17\n  give one of them another network.cidr"
    )
    yaml = OWN + connection("a", "b") + connection("c", "a")
    assert found(check_connections, yaml, A, same, C) == [f"6:5: {message}"]
    # Joined themselves, they are told as a pair and not once more.
    yaml += connection("b", "c")
    (problem,) = found(check_connections, yaml, A, same, C)
    assert problem.startswith("7:30: the networks of b (10.3.0.0/16) and c (10.3.0.0/16) overlap")


def test_a_role_that_may_not_peer() -> None:
    yaml = OWN + connection("a", "b")
    assert found(check_connections, yaml, A, peer("b", 2, "3")) == [
        "5:30: the deployment role of b may not peer with the account 1 of a\n"
        "  environment b.yaml\n"
        '  add "1" to deployment.peer_account_ids of b, and apply its bootstrap root'
    ]
    assert [
        problem.partition("\n")[0]
        for problem in found(check_connections, yaml, peer("a", 1, ""), peer("b", 2, ""))
    ] == [
        "5:30: the deployment role of a may not peer with the account 2 of b",
        "5:30: the deployment role of b may not peer with the account 1 of a",
    ]


def test_a_flow_from_elsewhere_to_elsewhere_or_to_itself() -> None:
    yaml = OWN + connection("a", "b", flow("x", "c", "d", 80))
    assert found(check_connections, yaml, A, B, C) == [
        "5:57: c is no side of this connection\n  it joins a and b",
        "5:64: d is no side of this connection\n  it joins a and b",
    ]
    yaml = OWN + connection("a", "b", flow("x", "c", "c", 80))
    assert [problem[:7] for problem in found(check_connections, yaml, A, B, C)] == [
        "5:57: c",
        "5:64: c",
    ]
    yaml = OWN + connection("a", "b", flow("x", "b", "b", 80))
    assert found(check_connections, yaml, A, B) == [
        "5:64: the flow x stays in b\n  a flow goes from one side to the other"
    ]


def test_a_flow_twice() -> None:
    first = flow("x", "a", "b", 80)
    yaml = OWN + connection("a", "b", first, flow("x", "b", "a", 81))
    assert found(check_connections, yaml, A, B) == [
        "5:85: the connection has a flow x already\n  first 5:48"
    ]
    yaml = OWN + connection("a", "b", first, flow("z", "a", "b", 80))
    assert found(check_connections, yaml, A, B) == [
        "5:110: port 80 from a is open by another flow already\n  first 5:73"
    ]


def test_former_peers_are_environments_of_this_project() -> None:
    yaml = OWN + connection("a", "b") + "former_peers: [a, c]\n"
    assert found(check_connections, yaml, A, B, C) == []
    assert found(check_connections, yaml, A, B) == [
        '6:19: there is no environment "c"\n  there are a, b'
    ]
    strange = peer("c", 3, "12", region="us-east-2")
    assert found(check_connections, yaml, A, B, strange) == [
        "6:19: c has region us-east-2, and this stack us-east-1\n"
        "  environment c.yaml:2:9\n  here 2:9\n  say it once, in a file that both extend"
    ]
