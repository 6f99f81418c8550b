"""Settings that no shipped environment uses, rendered and read by real Terraform."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.generated.trees import REPOSITORY
from tests.tools import provider_mirror, run, terraform
from tfgen.cli import run as tfgen

VARIANTS = {
    "no NAT gateway, an existing password, a snapshot, more services": """
extends: dev.yaml
network:
  nat_gateways: none
  interface_endpoints: [ecr.api, ecr.dkr, logs, secretsmanager, kms, ssmmessages, sts]
state: {locking: s3}
database:
  password: {mode: existing, secret: db-master, key: password, version: 3}
  restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:legacy-final
deployment:
  legacy:
    account_id: "555555555555"
    snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/9999-8888-7777
services:
  api:
    autoscaling: {min: 1, max: 4, requests_per_target: 500}
    ingress: {priority: 50, paths: [/v1/*, /v2/*], hosts: [api.dev.fintech.example]}
  database:
    repository: tools/database
    tag: "7"
    port: 9000
    cpu: 512
    memory: 2048
    count: 1
    architecture: ARM64
    ingress: {priority: 20, paths: [/admin/*]}
    secrets: {TOKEN: {secret: admin-token}}
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
    "protected, restored, with a legacy account": """
extends: prod.yaml
database:
  restore_from: legacy-1
  password: {mode: existing, secret: db-master}
deployment:
  legacy:
    account_id: "555555555555"
    snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/9999-8888-7777
""",
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variant(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("environments", "templates"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    (tmp_path / "environments/variant.yaml").write_text(VARIANTS[name])
    assert tfgen(["render", "variant", "-C", str(tmp_path)]) == 0, capsys.readouterr().err
    assert "warning" not in capsys.readouterr().err
    program, mirror = terraform(), provider_mirror()
    tree = tmp_path / "generated/variant"
    formatted = run(program, "fmt", "-check", "-diff", "-recursive", tree)
    assert (formatted.returncode, formatted.stdout) == (0, "")
    for root in (tree, tree / "bootstrap"):
        init = run(
            program, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}", cwd=root
        )
        assert init.returncode == 0, init.stdout + init.stderr
        report = json.loads(run(program, "validate", "-json", cwd=root).stdout)
        assert report["diagnostics"] == []
