"""What is wrong with the stacks operations and peering: the whole message, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace

FIRST = "  - requester: dev\n    accepter: staging\n"
FLOW = "{name: api, from: dev, to: staging, port: 8080}"

PEERING = [
    (
        "peering",
        "connections:\n",
        "former_peers: [dev, operations, pord]\nconnections:\n",
        'environments/peering.yaml:13:21: "operations" is a stack of kind operations, not an '
        "environment\n  stack environments/operations.yaml:6:8\n"
        'environments/peering.yaml:13:33: there is no environment "pord"\n  did you mean prod?\n',
    ),
    (
        "peering",
        FIRST,
        "  - requester: dve\n    accepter: staging\n",
        'environments/peering.yaml:14:16: there is no environment "dve"\n  did you mean dev?\n'
        "environments/peering.yaml:17:27: dev is no side of this connection\n"
        "  it joins dve and staging\n",
    ),
    (
        "peering",
        FIRST,
        "  - requester: operations\n    accepter: staging\n",
        'environments/peering.yaml:14:16: "operations" is a stack of kind operations, not an '
        "environment\n  stack environments/operations.yaml:6:8\n"
        "environments/peering.yaml:17:27: dev is no side of this connection\n"
        "  it joins operations and staging\n",
    ),
    (
        "peering",
        "    accepter: staging\n    flows:\n      - " + FLOW,
        "    accepter: dev\n    flows: [{name: api, from: dev, to: dev, port: 8080}]",
        "environments/peering.yaml:15:15: dev cannot be peered with itself\n"
        "environments/peering.yaml:16:40: the flow api stays in dev\n"
        "  a flow goes from one side to the other\n",
    ),
    (
        "peering",
        "  - requester: staging\n    accepter: prod\n    flows:\n"
        "      - {name: api, from: staging, to: prod, port: 8080}",
        "  - requester: staging\n    accepter: dev\n"
        "    flows: [{name: api, from: dev, to: staging, port: 8080}]",
        "environments/peering.yaml:18:5: staging and dev have a connection already\n"
        "  first environments/peering.yaml:14:5\n  put the flows of both into one\n",
    ),
    (
        "peering",
        FLOW,
        "{name: api, from: dev, to: prod, port: 8080}",
        "environments/peering.yaml:17:36: prod is no side of this connection\n"
        "  it joins dev and staging\n",
    ),
    (
        "peering",
        FLOW,
        "{name: api, from: dev, to: dev, port: 8080}",
        "environments/peering.yaml:17:36: the flow api stays in dev\n"
        "  a flow goes from one side to the other\n",
    ),
    (
        "peering",
        FLOW,
        FLOW + "\n      - {name: api, from: staging, to: dev, port: 8080}",
        "environments/peering.yaml:18:16: the connection has a flow api already\n"
        "  first environments/peering.yaml:17:16\n",
    ),
    (
        "peering",
        FLOW,
        FLOW + "\n      - {name: web, from: dev, to: staging, port: 8080}",
        "environments/peering.yaml:18:51: port 8080 from dev is open by another flow already\n"
        "  first environments/peering.yaml:17:51\n",
    ),
    (
        "peering",
        f"{FIRST}    flows:\n      - {FLOW}\n",
        FIRST,
        'environments/peering.yaml:14:5: connections[0]: "flows" is missing\n'
        "  What may pass: for each flow one rule in the security group of the tasks on either "
        "side.\n",
    ),
    (
        "peering",
        FLOW,
        "{name: api, from: dev, to: staging, port: 70000}",
        "environments/peering.yaml:17:51: connections[0].flows[0].port must be at most 65535, "
        "not 70000\n  TCP port of the tasks that are called.\n",
    ),
    (
        "peering",
        FLOW,
        "{name: api, from: dev, to: staging}",
        'environments/peering.yaml:17:9: connections[0].flows[0]: "port" is missing\n'
        "  TCP port of the tasks that are called.\n",
    ),
    (
        "staging",
        "cidr: 10.1.0.0/16",
        "cidr: 10.0.128.0/17",
        "environments/peering.yaml:15:15: the networks of dev (10.0.0.0/16) and staging "
        "(10.0.128.0/17) overlap\n  dev environments/dev.yaml:16:9\n"
        "  staging environments/staging.yaml:16:9\n  give one of them another network.cidr\n",
    ),
    (
        "staging",
        'peer_account_ids: ["111111111111", "333333333333"]',
        'peer_account_ids: ["333333333333"]',
        "environments/peering.yaml:15:15: the deployment role of staging may not peer with the "
        "account 111111111111 of dev\n  environment environments/staging.yaml\n"
        '  add "111111111111" to deployment.peer_account_ids of staging, and apply its bootstrap '
        "root\n",
    ),
    (
        "peering",
        FIRST,
        "  - requester: Dev\n    accepter: staging\n",
        'environments/peering.yaml:14:16: connections[0].requester "Dev" is not allowed\n'
        "  Name of an environment.\n",
    ),
    (
        "peering",
        FIRST,
        "  - accepter: staging\n",
        'environments/peering.yaml:14:5: connections[0]: "requester" is missing\n'
        "  Environment whose account asks for the connection, by the name of its YAML file.\n",
    ),
    (
        "peering",
        FLOW,
        "{name: Api, from: dev, to: staging, port: 8080}",
        'environments/peering.yaml:17:16: connections[0].flows[0].name "Api" is not allowed\n'
        '  Name of the flow, once in a connection. For example: "api"\n',
    ),
    (
        "peering",
        "connections:\n",
        "connection: 1\nconnections:\n",
        'environments/peering.yaml:13:1: unknown key "connection"\n  did you mean connections?\n',
    ),
    (
        "peering",
        "extends: _organisation.yaml\n",
        "extends: _organisation.yaml\nproject: shop\n",
        "".join(
            f"environments/peering.yaml:{place}: {name} has project fintech, and this stack shop\n"
            "  environment environments/_organisation.yaml:4:10\n"
            "  here environments/peering.yaml:8:10\n"
            "  say it once, in a file that both extend\n"
            for place, name in (("15:16", "dev"), ("16:15", "staging"), ("20:15", "prod"))
        ),
    ),
    (
        "staging",
        "cidr: 10.1.0.0/16",
        "cidr: 10.1.0.0/8",
        'environments/staging.yaml:16:9: "10.1.0.0/8" is not the start of its range\n'
        "  write 10.0.0.0/8\n",
    ),
]

OPERATIONS = [
    (
        "operations",
        "  staging: {}",
        "  stagin: {}",
        'environments/operations.yaml:22:3: there is no environment "stagin"\n'
        "  did you mean staging?\n",
    ),
    (
        "operations",
        "  staging: {}",
        "  peering: {}",
        "environments/operations.yaml:22:3: no environment with a pipeline may be called peering\n"
        "  the role fintech-ci-peering is that of the peering stack\n",
    ),
    (
        "operations",
        "  staging: {}",
        "  operations: {}",
        'environments/operations.yaml:22:3: "operations" is a stack of kind operations, not an '
        "environment\n  stack environments/operations.yaml:6:8\n",
    ),
    (
        "operations",
        "repositories: [api, worker]",
        "repositories: [api, wroker]",
        'environments/operations.yaml:14:3: there is no repository "worker", from which worker of '
        "dev is run\n  service environments/_base.yaml:33:17\n  did you mean wroker?\n"
        'environments/operations.yaml:14:3: there is no repository "worker", from which worker of '
        "staging is run\n  service environments/_base.yaml:33:17\n  did you mean wroker?\n"
        'environments/operations.yaml:14:3: there is no repository "worker", from which worker of '
        "prod is run\n  service environments/_base.yaml:33:17\n  did you mean wroker?\n",
    ),
    (
        "operations",
        "repositories: [api, worker]",
        "repositories: [API, worker]",
        'environments/operations.yaml:14:18: registry.repositories[0] "API" is not allowed\n'
        "  Repository.\n",
    ),
    (
        "operations",
        "  repository: fintech-example/platform",
        "  repository: platform",
        'environments/operations.yaml:17:15: ci.repository "platform" is not allowed\n'
        "  GitHub repository whose workflows may work with the roles, as GitHub spells it, upper "
        'and lower case included. For example: "fintech-example/platform"\n',
    ),
    (
        "operations",
        "push_images: true",
        "push_images: 1",
        "environments/operations.yaml:21:22: pipelines.dev.push_images must be true or false, not "
        "a number\n  Whether the pipeline builds images and pushes them to all repositories.\n",
    ),
    (
        "operations",
        "extends: _organisation.yaml\n",
        "extends: _organisation.yaml\nregion: us-east-2\n",
        "".join(
            f"environments/operations.yaml:{line}:3: {name} has region us-east-1, and this stack "
            "us-east-2\n  environment environments/_organisation.yaml:5:9\n"
            "  here environments/operations.yaml:8:9\n"
            "  say it once, in a file that both extend\n"
            for line, name in ((22, "dev"), (23, "staging"), (24, "prod"))
        ),
    ),
    (
        "operations",
        "extends: _organisation.yaml\n",
        'extends: _organisation.yaml\noperations: {account_id: "333333333333"}\n',
        "".join(
            f"environments/operations.yaml:{line}:3: {name} has operations.account_id "
            "444444444444, and this stack 333333333333\n"
            "  environment environments/_organisation.yaml:9:15\n"
            "  here environments/operations.yaml:8:26\n"
            "  say it once, in a file that both extend\n"
            for line, name in ((22, "dev"), (23, "staging"), (24, "prod"))
        )
        + "environments/operations.yaml:24:3: prod has the account 333333333333 of operations\n"
        "  account environments/prod.yaml:8:13\n  first environments/operations.yaml:8:26\n"
        "  give every environment an account of its own\n",
    ),
    (
        "prod",
        "deployment:\n",
        "deployment:\n  ci_role: fintech-ci-dev\n",
        "environments/operations.yaml:23:3: prod has the CI role fintech-ci-dev of dev\n"
        "  role environments/prod.yaml:51:12\n"
        "  give every pipeline a role of its own in deployment.ci_role\n",
    ),
    (
        "operations",
        "repositories: [api, worker]",
        "repositories: [api, worker, api]",
        'environments/operations.yaml:14:31: registry.repositories holds "api" twice\n'
        "  first environments/operations.yaml:14:18\n  remove one of the two\n",
    ),
    (
        "operations",
        "repositories: [api, worker]",
        "repositories: [api, worker]\n  keep_images: 0",
        "environments/operations.yaml:15:16: registry.keep_images must be at least 1, not 0\n"
        "  Images of each repository that are kept; older ones expire, also one that still runs "
        "somewhere.\n",
    ),
    (
        "operations",
        "repositories: [api, worker]",
        "repositories: [api, worker]\n  untagged_days: week",
        "environments/operations.yaml:15:18: registry.untagged_days must be a whole number, not "
        "text\n  Days that an image without a tag is kept.\n",
    ),
    (
        "operations",
        "  repository: fintech-example/platform",
        "  repository: fintech-example/platform\n  session_seconds: 900",
        "environments/operations.yaml:18:20: ci.session_seconds must be at least 3600, not 900\n"
        "  Longest session of a pipeline.\n",
    ),
    (
        "operations",
        "{push_images: true}",
        "{push: true}",
        'environments/operations.yaml:21:9: unknown key "push" in pipelines.dev\n'
        "  there is only push_images\n",
    ),
    (
        "operations",
        "  dev: {push_images: true}\n  staging: {}\n  prod: {}\n",
        "  {}\n",
        "environments/operations.yaml:19:1: pipelines needs at least 1 key, not 0\n"
        "  Environments that CI deploys, by the name of their YAML file.\n",
    ),
    (
        "operations",
        "  Team: platform\n",
        "",
        'environments/operations.yaml:9:1: tags: "Team" is missing\n'
        "  Team that owns the account.\n",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), PEERING)
def test_peering(project: Path, tfgen: Tfgen, file: str, old: str, new: str, message: str) -> None:
    refused(project, tfgen, "peering", file, old, new, message)


@pytest.mark.parametrize(("file", "old", "new", "message"), OPERATIONS)
def test_operations(
    project: Path, tfgen: Tfgen, file: str, old: str, new: str, message: str
) -> None:
    refused(project, tfgen, "operations", file, old, new, message)


def refused(
    project: Path, tfgen: Tfgen, stack: str, file: str, old: str, new: str, message: str
) -> None:
    replace(project / f"environments/{file}.yaml", old, new)
    result = tfgen("render", stack)
    assert result.err == message
    assert (result.status, result.out) == (2, "")
    assert not (project / "generated").exists()


def test_peers_of_one_environment_must_not_overlap_either(project: Path, tfgen: Tfgen) -> None:
    """dev could send 10.2.0.0/16 to one of them only."""
    path = project / "environments/peering.yaml"
    replace(
        path,
        "  - requester: staging\n    accepter: prod\n    flows:\n"
        "      - {name: api, from: staging, to: prod, port: 8080}\n",
        "",
    )
    replace(project / "environments/staging.yaml", "cidr: 10.1.0.0/16", "cidr: 10.2.0.0/16")
    result = tfgen("render", "peering")
    assert result.status == 2
    assert result.err == (
        "environments/peering.yaml:14:5: the networks of prod and staging, both peers of dev, "
        "overlap: dev could reach only one of them\n"
        "  prod environments/prod.yaml:16:9\n  staging environments/staging.yaml:16:9\n"
        "  give one of them another network.cidr\n"
    )


@pytest.mark.parametrize("stack", ["operations", "peering"])
def test_neither_stack_takes_a_suffix(project: Path, tfgen: Tfgen, stack: str) -> None:
    result = tfgen("render", stack, "--suffix", "pr-1")
    assert result.err == (
        f'environments/{stack}.yaml: a stack of kind {stack} takes no suffix, "pr-1" was given\n'
    )
    assert (result.status, result.out) == (2, "")
    assert not (project / "generated").exists()


def test_the_operations_stack_has_one_name(project: Path, tfgen: Tfgen) -> None:
    (project / "environments/operations.yaml").rename(project / "environments/ops.yaml")
    result = tfgen("render", "ops")
    assert result.err == (
        "environments/_organisation.yaml:4:10: the name of the operations stack, where the peering "
        'stack keeps its state, would be "ops", which is not allowed\n'
        "  it must match ^operations$ (its file is environments/operations.yaml)\n"
    )
    assert (result.status, result.out) == (2, "")
    assert not (project / "generated").exists()
