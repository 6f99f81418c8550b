"""The shipped project, made ready for accounts that start empty, and applied as its teams would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.e2e.cloud import ACCOUNTS, REPOSITORY, Cloud
from tests.e2e.roots import LOCAL_BACKEND, Root, apply, environment, init
from tfgen.cli import run as tfgen

ENVIRONMENTS = ("dev", "staging")
BOOTSTRAPS = ("operations/bootstrap", "dev/bootstrap", "staging/bootstrap")
ROOTS = (*BOOTSTRAPS, "operations", "dev", "staging", "peering")
READER = "fintech-legacy-reader"
LEGACY_DATABASE = "payments"


@dataclass(frozen=True, slots=True)
class System:
    """A project on disk, the cloud that it is applied to, and its roots by name."""

    project: Path
    cloud: Cloud
    roots: dict[str, Root]

    def tfgen(self, *arguments: str) -> None:
        """Run a tfgen command in the project; it must succeed."""
        status = tfgen([*arguments, "-C", str(self.project), "--quiet"])
        assert status == 0, f"tfgen {arguments}: {status}"


def prepare_cloud(cloud: Cloud, environments: Path) -> None:
    """What is there before: hosted zones, secrets, and the original account with its role.

    The zone ids and what staging takes over from the original account go into the YAML files.
    """
    legacy = _legacy_account(cloud)
    for name in ENVIRONMENTS:
        path = environments / f"{name}.yaml"
        data = yaml.safe_load(path.read_text())
        zone = cloud.client(name, "route53").create_hosted_zone(
            Name=data["dns"]["zone"], CallerReference=name
        )
        data["dns"]["zone_id"] = zone["HostedZone"]["Id"].rpartition("/")[2]
        cloud.client(name, "secretsmanager").create_secret(
            Name=f"fintech-{name}-payment-provider", SecretString='{"api_key": "not-real"}'
        )
        if name == "staging":
            data["legacy"] = legacy
            data["database"]["restore_from"] = _shared_snapshot(cloud)
        path.write_text(yaml.safe_dump(data, sort_keys=False))


def _legacy_account(cloud: Cloud) -> dict[str, object]:
    """Everything that the setting legacy can name; the setting."""
    cloud.client("legacy", "route53").create_hosted_zone(
        Name="fintech.example", CallerReference="legacy"
    )
    cloud.client("legacy", "s3").create_bucket(Bucket="fintech-documents")
    kms = cloud.client("legacy", "kms")
    key = kms.create_key(Description="documents")["KeyMetadata"]
    kms.create_alias(AliasName="alias/documents", TargetKeyId=key["KeyId"])
    cloud.client("legacy", "secretsmanager").create_secret(
        Name="payments/partner", SecretString="not-real"
    )
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNTS['operations']}:root"},
        },
    }
    cloud.client("legacy", "iam").create_role(
        RoleName=READER, AssumeRolePolicyDocument=json.dumps(trust)
    )
    return {
        "account_id": ACCOUNTS["legacy"],
        "reader_role": READER,
        "snapshot_kms_key_arn": key["Arn"],
        "hosted_zone": "fintech.example",
        "buckets": {"documents": "fintech-documents"},
        "kms_keys": {"documents": "alias/documents"},
        "secrets": {"partner": "payments/partner"},
        "snapshots": {"payments": LEGACY_DATABASE},
    }


def _shared_snapshot(cloud: Cloud) -> str:
    """A snapshot of the original database, shared with staging; its ARN."""
    rds = cloud.client("legacy", "rds")
    rds.create_db_instance(
        DBInstanceIdentifier=LEGACY_DATABASE,
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        EngineVersion="16",
        AllocatedStorage=50,
        DBName="payments",
        MasterUsername="app_owner",
        MasterUserPassword="not-a-real-one",
    )
    snapshot = rds.create_db_snapshot(
        DBInstanceIdentifier=LEGACY_DATABASE, DBSnapshotIdentifier="payments-final"
    )["DBSnapshot"]
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="payments-final",
        AttributeName="restore",
        ValuesToAdd=[ACCOUNTS["staging"]],
    )
    return str(snapshot["DBSnapshotArn"])


def prepare_project(folder: Path) -> Path:
    """The shipped environments and templates, without prod; the folder of the environments."""
    for name in ("environments", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    environments = folder / "environments"
    (environments / "prod.yaml").unlink()
    path = environments / "operations.yaml"
    data = yaml.safe_load(path.read_text())
    del data["pipelines"]["prod"]
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    path = environments / "peering.yaml"
    data = yaml.safe_load(path.read_text())
    data["connections"] = [
        connection
        for connection in data["connections"]
        if {connection["requester"], connection["accepter"]} == set(ENVIRONMENTS)
    ]
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    # moto is mended for what this version of the provider asks.
    with (environments / "_organisation.yaml").open("a") as file:
        file.write('terraform: {aws_provider: "~> 5.100"}\n')
    return environments


def build(cloud: Cloud, folder: Path, provider: Path | None, cache: Path | None) -> System:
    """Render the project and apply all of it, in the order that its documentation gives."""
    project = folder / "project"
    logs = folder / "logs"
    logs.mkdir()
    prepare_cloud(cloud, prepare_project(project))
    system = System(project, cloud, {})
    system.tfgen("render", *ENVIRONMENTS, "operations", "peering")

    def root(name: str, account: str, role: str | None = None) -> Root:
        keys = cloud.credentials(account, role) if role else cloud.credentials(account)
        found = Root(
            name, project / "generated" / name, environment(cloud, keys, cache), provider, logs
        )
        system.roots[name] = found
        return found

    side_by_side(_bootstrap, (root(name, name.split("/")[0]) for name in BOOTSTRAPS))
    _plain(root("operations", "operations"))
    side_by_side(_plain, (root(name, "operations", f"fintech-ci-{name}") for name in ENVIRONMENTS))
    _plain(root("peering", "operations", "fintech-ci-peering"))
    return system


def side_by_side(step: Callable[[Root], object], roots: Iterable[Root]) -> None:
    """Do one step in several roots at once."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(step, list(roots)))


def _plain(root: Root) -> None:
    init(root)
    apply(root)


def _bootstrap(root: Root) -> None:
    """Apply where the bucket of the state does not exist yet, then move the state into it."""
    override = root.folder / "backend_override.tf"
    override.write_text(LOCAL_BACKEND)
    init(root)
    apply(root)
    override.unlink()
    init(root, "migrate", "-migrate-state", "-force-copy")
    # The copy that Terraform leaves behind is not the state any more.
    for leftover in root.folder.glob("terraform.tfstate*"):
        leftover.unlink()
