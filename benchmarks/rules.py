"""What all rules cost on one root of 1,000 resources, as a multiple of parsing it.

    .venv/bin/python benchmarks/rules.py

Two readers: tfgen's own parser, and python-hcl2, which `tfgen validate` runs on every changed file.
Figures are CPU time of one process, the least of three runs, all in one run of this script. The
slowest rules follow, each on a program that no rule has looked at before.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tfgen.hcl.parseback import check
from tfgen.program.load import load
from tfgen.rules.registry import rules
from tfgen.rules.run import run

RUNS = 3
SLOWEST = 5
HEAD = """
terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }

  backend "s3" {
    bucket       = "orders-tfstate"
    key          = "orders.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]

  default_tags {
    tags = {
      Environment = "dev"
      ManagedBy   = "terraform"
    }
  }
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
"""
PIECE = """
resource "aws_security_group" "s{n}" {{
  name        = "orders-{n}"
  description = "Service {n}"
  vpc_id      = aws_vpc.this.id
}}

resource "aws_vpc_security_group_ingress_rule" "s{n}" {{
  security_group_id = aws_security_group.s{n}.id
  description       = "HTTPS"
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}}

resource "aws_cloudwatch_log_group" "s{n}" {{
  name              = "/orders/{n}"
  retention_in_days = 365
}}

resource "aws_iam_role" "s{n}" {{
  name = "orders-{n}"

  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = {{ Service = "ecs-tasks.amazonaws.com" }}
      }},
    ]
  }})
}}

resource "aws_iam_role_policy" "s{n}" {{
  name = "write-logs"
  role = aws_iam_role.s{n}.id

  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${{aws_cloudwatch_log_group.s{n}.arn}}:*"
      }},
    ]
  }})
}}
"""


def main() -> None:
    """Print one line for each figure."""
    pieces = "".join(PIECE.format(n=number) for number in range(200))
    sources = [("root/versions.tf", HEAD), ("root/main.tf", pieces)]
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        check(sources[:1], cache=cache, processes=1)
        reading = _least(lambda: _read(sources, cache))
    parsing = _least(lambda: load(sources))
    everything = min(_rules(sources, range(len(rules()))) for _ in range(RUNS))
    print(f"parsing, tfgen      {parsing:6.3f} s  1.0")
    print(f"reading, both       {reading:6.3f} s  {reading / parsing:3.1f}")
    print(f"all rules           {everything:6.3f} s  {everything / parsing:3.1f}")
    print(f"all rules / reading {everything / reading:17.2f}")
    alone = {rule.id: _rules(sources, [index]) for index, rule in enumerate(rules())}
    for rule_id in sorted(alone, key=lambda one: -alone[one])[:SLOWEST]:
        print(f"  {rule_id} alone      {alone[rule_id]:6.3f} s")


def _rules(sources: list[tuple[str, str]], chosen: range | list[int]) -> float:
    program = load(sources)
    start = time.process_time()
    run(program, [rules()[index] for index in chosen])
    return time.process_time() - start


def _read(sources: list[tuple[str, str]], cache: Path) -> None:
    for path in cache.glob("agreed-*"):
        path.unlink()
    check(sources, cache=cache, processes=1)


def _least(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
