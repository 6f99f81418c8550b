"""Fleets of environments for the real templates: many shapes, and every value different.

An environment is told by its number alone, so that a larger fleet begins with a smaller one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
LARGEST = 2048
"""Networks of /19 in 10.0.0.0/8, of which each environment takes one."""
_SIZES = ((256, 512), (512, 1024), (1024, 2048), (1024, 4096), (2048, 8192), (512, 2048))
_CLASSES = ("t4g.micro", "t4g.small", "t4g.medium", "m6g.large", "r6g.large", "r6g.xlarge")
_ENDPOINTS = ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "ssmmessages")


def project(folder: Path, count: int) -> Path:
    """Make a project of ``count`` environments and nothing rendered in an empty folder."""
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    environments = folder / "environments"
    environments.mkdir(parents=True)
    shutil.copy(REPOSITORY / "environments/_organisation.yaml", environments)
    for number in range(count):
        (environments / f"{name(number)}.yaml").write_text(environment(number), encoding="utf-8")
    return folder


def name(number: int) -> str:
    """The name of an environment."""
    return f"env-{number:04}"


def environment(number: int) -> str:
    """The YAML of one environment.

    One to six services, the first behind the load balancer; two or three zones; gateways in one
    zone, in every zone, or endpoints instead; with and without replicas, a standby database,
    scaling and the account that is moved out of.
    """
    if not 0 <= number < LARGEST:
        raise ValueError(f"fleets have up to {LARGEST} environments")
    zones = 2 + number % 2
    gateways = ("single", "per_az", "none")[number % 3]
    cpu, memory = _SIZES[number % len(_SIZES)]
    lines = [
        "stack: environment",
        "extends: _organisation.yaml",
        f'account_id: "{600_000_000_000 + number}"',
        f"protected: {'true' if number % 5 == 4 else 'false'}",
        "tags:",
        f"  Team: team-{number}",
        f"  CostCenter: CC-{10_000 + number}",
        "network:",
        f"  cidr: 10.{number // 8}.{number % 8 * 32}.0/19",
        f"  availability_zones: [{', '.join(f'us-east-1{zone}' for zone in 'abc'[:zones])}]",
        f"  nat_gateways: {gateways}",
    ]
    if gateways == "none":
        lines.append(f"  interface_endpoints: [{', '.join(_ENDPOINTS)}]")
    lines += [
        "dns:",
        f"  domain: api.e{number}.fintech.example",
        f"  zone: e{number}.fintech.example",
        f"  zone_id: Z{number:012}",
        "load_balancer:",
        f"  ingress_cidrs: [198.{18 + number // 256}.{number % 256}.0/24]",
        "logs:",
        f"  retention_days: {(365, 400, 545, 731)[number % 4]}",
        "services:",
    ]
    for index in range(1 + number % 6):
        lines += _service(number, index, cpu, memory)
    lines += _database(number)
    lines += [
        "alarms:",
        f"  emails: [oncall-{number}@fintech.example]",
        f"  database_cpu_percent: {60 + number % 30}",
        f"  http_5xx_count: {10 + number}",
        "deployment:",
        f'  peer_account_ids: ["{700_000_000_000 + number}"]',
    ]
    if number % 4 == 3:
        lines += [
            "legacy:",
            f'  account_id: "{800_000_000_000 + number}"',
            f"  reader_role: legacy-reader-{number}",
            f"  hosted_zone: legacy{number}.fintech.example",
            "  buckets:",
            f"    documents: documents-{number}",
        ]
    return "\n".join(lines) + "\n"


def _service(number: int, index: int, cpu: int, memory: int) -> list[str]:
    lines = [
        f"  s{index}-{number}:",
        f"    repository: repo{index}-{number}",
        f"    tag: 1.{number}.{index}",
        f"    cpu: {cpu}",
        f"    memory: {memory}",
        f"    count: {2 + (number + index) % 4}",
        f"    database: {'true' if index % 2 == 0 else 'false'}",
        "    environment:",
        f"      LOG_LEVEL: level-{number}-{index}",
        "    secrets:",
        f"      API_KEY: {{secret: partner-{number}-{index}, key: api_key}}",
    ]
    if index == 0:
        lines += [
            f"    port: {8000 + number}",
            "    assets: true",
            f"    ingress: {{priority: {100 + number}, paths: [/v{number}/*]}}",
        ]
    if (number + index) % 3 == 0:
        lines.append(f"    autoscaling: {{min: 2, max: {8 + number % 20}}}")
    return lines


def _database(number: int) -> list[str]:
    replicas = (0, 0, 1, 2)[number % 4]
    # RDS makes no replica of a database whose password it manages.
    password = (
        f"{{mode: existing, secret: owner-{number}, key: password}}"
        if replicas
        else f"{{mode: managed, rotation_days: {30 + number % 60}}}"
    )
    return [
        "database:",
        f'  engine_version: "{14 + number % 3}"',
        f"  instance_class: db.{_CLASSES[number % len(_CLASSES)]}",
        f"  allocated_storage: {20 + number}",
        f"  max_allocated_storage: {200 + 2 * number}",
        f"  multi_az: {'true' if number % 5 > 2 else 'false'}",
        f"  read_replicas: {replicas}",
        f"  name: payments_{number}",
        f"  username: owner_{number}",
        f"  backup_retention_days: {7 + number % 28}",
        f"  password: {password}",
    ]
