"""Settings that no shipped environment uses, and trees rendered from them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.generated.trees import REPOSITORY
from tfgen.cli import run
from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Block, Body

LEGACY = """
legacy:
  account_id: "555555555555"
  reader_role: fintech-legacy-reader
  snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab
  hosted_zone: legacy.fintech.example
  buckets: {documents: fintech-documents, exports: fintech-exports}
  kms_keys: {documents: alias/documents, exports: 1234abcd-12ab-34cd-56ef-1234567890ab}
  secrets: {partner: payments/partner}
  snapshots: {payments: payments-prod}
"""

EVERYTHING = (
    """
extends: prod.yaml
services:
  api:
    autoscaling: {requests_per_target: 500}
    ingress: {hosts: [api.fintech.example, partners.fintech.example]}
database:
  read_replicas: 2
  password: {mode: existing, secret: db-master, key: password, version: 3}
  restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:payments-final
deployment: {external_id: partner-1}
"""
    + LEGACY
)

MINIMAL = """
stack: environment
project: shop
region: eu-central-1
account_id: "777777777777"
protected: false
tags: {Team: shop, CostCenter: "1"}
operations: {account_id: "444444444444"}
network: {cidr: 10.9.0.0/16, availability_zones: [eu-central-1a, eu-central-1b]}
dns: {domain: shop.example, zone: shop.example, zone_id: Z0}
load_balancer: {ingress_cidrs: [0.0.0.0/0]}
services:
  worker: {repository: worker, tag: "1"}
database:
  engine_version: "16"
  instance_class: db.t4g.micro
  allocated_storage: 20
  name: shop
  backup_retention_days: 1
"""

FIVE_SERVICES = """
extends: dev.yaml
services:
  api: {ingress: {priority: 50, paths: [/v1/*, /v2/*], hosts: [api.dev.fintech.example]}}
  admin:
    repository: tools/admin
    tag: "7"
    port: 9000
    architecture: ARM64
    ingress: {priority: 20, hosts: [admin.dev.fintech.example]}
    secrets: {TOKEN: {secret: admin-token}}
  database: {repository: tools/database, tag: "7", port: 8080, ingress: {priority: 30}}
  mail-out: {repository: mail, tag: "2", autoscaling: {min: 1, max: 4}}
"""

TWO_SERVICES = """
extends: staging.yaml
services:
  api: {ingress: {hosts: [api.staging.fintech.example, www.staging.fintech.example]}}
"""

VARIANTS = {
    "everything": EVERYTHING,
    "minimal": MINIMAL,
    "two services": TWO_SERVICES,
    "two services with legacy": TWO_SERVICES + LEGACY,
    "five services": FIVE_SERVICES,
    "five services with legacy": FIVE_SERVICES + LEGACY,
    "interface endpoints without NAT gateways": """
extends: dev.yaml
network:
  nat_gateways: none
  interface_endpoints: [ecr.api, ecr.dkr, logs, secretsmanager, kms, ssmmessages, sts]
state: {locking: s3}
database:
  read_replicas: 1
  password: {mode: existing, secret: db-master}
  restore_from: payments-before-upgrade
""",
    "explicit subnets, a worker alone, other versions": """
extends: staging.yaml
network:
  subnets:
    public: [10.1.0.0/24, 10.1.1.0/24]
    app: [10.1.2.0/24, 10.1.3.0/24]
    database: [10.1.4.0/24, 10.1.5.0/24]
services: {api: null, worker: {database: false}}
terraform: {required_version: ">= 1.11.4", aws_provider: "~> 5.100"}
deployment: {external_id: partner-1, peer_account_ids: []}
""",
    "a snapshot of the legacy account and nothing else of it": """
extends: staging.yaml
database: {restore_from: "arn:aws:rds:us-east-1:555555555555:snapshot:legacy-1"}
legacy:
  account_id: "555555555555"
  snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
}


def new_project(project: Path, environments: Mapping[str, str]) -> None:
    """The shipped project in a folder of its own, with other YAML files by the names of stacks."""
    for folder in ("environments", "templates"):
        shutil.copytree(REPOSITORY / folder, project / folder)
    for name, yaml in environments.items():
        (project / f"environments/{name}.yaml").write_text(yaml)


def rendered(project: Path, yaml: str, suffix: str = "", name: str = "variant") -> Path:
    """The tree of an environment that is written beside the shipped ones, in a new project."""
    new_project(project, {name: yaml})
    arguments = ["render", name, "-C", str(project), "--quiet"]
    assert run([*arguments, "--suffix", suffix] if suffix else arguments) == 0
    return project / "generated" / (f"{name}-{suffix}" if suffix else name)


def bodies(tree: Path) -> dict[str, Body]:
    """Every .tf file of a tree by its path in it."""
    return {
        path.relative_to(tree).as_posix(): parse(path.read_text())
        for path in sorted(tree.rglob("*.tf"))
        if ".terraform" not in path.parts
    }


def blocks(tree: Path, kind: str, *labels: str) -> Iterator[tuple[str, Block]]:
    """Top-level blocks of a type whose first labels are these, each with its file."""
    for path, body in bodies(tree).items():
        for block in body.blocks_of(kind):
            if block.labels[: len(labels)] == labels:
                yield path, block


def block_text(tree: Path, path: str, block: Block) -> str:
    """A block as it stands in its file."""
    return (tree / path).read_text()[block.span.start : block.span.end]
