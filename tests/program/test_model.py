"""Roots, modules, resources, blocks and providers as rules see them."""

from __future__ import annotations

import pytest

from tfgen.program.load import load
from tfgen.program.model import UNKNOWN_KEY, Module, Program, Resource
from tfgen.program.values import UNKNOWN


def root_of(text: str, **more: str) -> Module:
    """The only root of main.tf and other files; "__" in their names stands for "/"."""
    files = {"main.tf": text}
    files |= {name.replace("__", "/") + ".tf": text for name, text in more.items()}
    (root,) = load(files.items()).roots
    return root


def only(root: Module, kind: str, mode: str = "managed") -> Resource:
    (resource,) = root.find(kind, mode=mode)
    return resource


def test_attributes_and_places() -> None:
    root = root_of('resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n  tags = null\n}\n')
    vpc = only(root, "aws_vpc")
    cidr = vpc.get("cidr_block")
    assert cidr is not None
    assert (cidr.text, str(cidr.where)) == ("10.0.0.0/16", "main.tf:2:16")
    assert vpc.get("tags") is None
    assert vpc.get("absent") is None
    assert str(vpc.where) == "main.tf:1:1"
    assert str(vpc.where_of("cidr_block")) == "main.tf:2:3"
    assert str(vpc.where_of("absent", "tags")) == "main.tf:3:3"
    assert str(vpc.where_of("absent")) == "main.tf:1:1"
    assert vpc.names == ("cidr_block", "tags")


def test_references_lead_to_the_resource() -> None:
    root = root_of(
        """
        resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
        resource "aws_subnet" "a" {
          vpc_id     = aws_vpc.this.id
          cidr_block = aws_vpc.this.cidr_block
        }
        """
    )
    subnet, vpc = only(root, "aws_subnet"), only(root, "aws_vpc")
    reference, cidr = subnet.get("vpc_id"), subnet.get("cidr_block")
    assert reference is not None
    assert cidr is not None
    assert reference.data is UNKNOWN
    assert (reference.resource, reference.attribute) == (vpc, "id")
    assert (cidr.text, cidr.resource, cidr.attribute) == ("10.0.0.0/16", vpc, "cidr_block")


def test_identity_attributes_are_derived() -> None:
    root = root_of(
        """
        provider "aws" {
          region              = "eu-west-1"
          allowed_account_ids = ["111111111111"]
        }
        data "aws_caller_identity" "me" {}
        data "aws_region" "here" {}
        resource "aws_s3_bucket" "this" { bucket = "b-${data.aws_caller_identity.me.account_id}" }
        resource "aws_iam_role" "this" { name = "r" }
        resource "aws_iam_role" "team" {
          name = "t"
          path = "/team/"
        }
        output "bucket" { value = [aws_s3_bucket.this.id, aws_s3_bucket.this.arn] }
        output "role" {
          value = [aws_iam_role.this.id, aws_iam_role.this.arn, aws_iam_role.team.arn]
        }
        output "region" { value = data.aws_region.here.region }
        """
    )
    assert [root.output(name).plain() for name in ("bucket", "role", "region")] == [  # type: ignore[union-attr]
        ["b-111111111111", "arn:aws:s3:::b-111111111111"],
        ["r", "arn:aws:iam::111111111111:role/r", "arn:aws:iam::111111111111:role/team/t"],
        "eu-west-1",
    ]


def test_an_arn_without_account_is_known_in_part() -> None:
    root = root_of(
        """
        resource "aws_sns_topic" "this" { name = "alarms" }
        output "arn" { value = aws_sns_topic.this.arn }
        """
    )
    arn = root.output("arn")
    assert arn is not None
    assert (arn.data, arn.pattern()) == (UNKNOWN, "arn:aws:sns:\0:\0:alarms")
    assert arn.resource is only(root, "aws_sns_topic")


def test_arns_of_secrets_and_parameters() -> None:
    root = root_of(
        """
        resource "aws_secretsmanager_secret" "this" { name = "db" }
        resource "aws_ssm_parameter" "path" { name = "/app/key" }
        resource "aws_ssm_parameter" "plain" { name = "key" }
        output "arns" {
          value = [
            aws_secretsmanager_secret.this.arn,
            aws_ssm_parameter.path.arn,
            aws_ssm_parameter.plain.arn,
          ]
        }
        """
    )
    arns = root.output("arns")
    assert arns is not None
    assert [arn.pattern() for arn in arns.items] == [
        "arn:aws:secretsmanager:\0:\0:secret:db-\0",
        "arn:aws:ssm:\0:\0:parameter/app/key",
        "arn:aws:ssm:\0:\0:parameter/key",
    ]


def test_for_each_and_count_make_instances() -> None:
    root = root_of(
        """
        resource "aws_subnet" "map" {
          for_each   = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
          cidr_block = each.value
        }
        resource "aws_eip" "set" {
          for_each = toset(["x", "y"])
          tags     = { Name = each.key }
        }
        resource "aws_nat_gateway" "many" {
          count         = 2
          subnet_id     = values(aws_subnet.map)[count.index].id
          allocation_id = aws_eip.set["x"].id
        }
        resource "aws_vpc" "none" { count = 0 }
        """
    )
    assert [subnet.address for subnet in root.find("aws_subnet")] == [
        'aws_subnet.map["a"]',
        'aws_subnet.map["b"]',
    ]
    assert [subnet.get("cidr_block").text for subnet in root.find("aws_subnet")] == [  # type: ignore[union-attr]
        "10.0.1.0/24",
        "10.0.2.0/24",
    ]
    first, second = root.find("aws_nat_gateway")
    assert (first.address, second.block_address) == (
        "aws_nat_gateway.many[0]",
        "aws_nat_gateway.many",
    )
    for gateway, key in ((first, "a"), (second, "b")):
        subnet = gateway.get("subnet_id")
        assert subnet is not None
        assert subnet.resource is not None
        assert subnet.resource.key == key
    assert list(root.find("aws_vpc")) == []


def test_instances_that_cannot_be_told() -> None:
    root = root_of(
        """
        variable "create" {}
        resource "aws_vpc" "maybe" {
          count      = var.create ? 1 : 0
          cidr_block = "10.0.0.0/16"
        }
        resource "aws_subnet" "some" {
          for_each = var.create
          vpc_id   = aws_vpc.maybe[0].id
          tags     = { Name = each.key }
        }
        output "ids" { value = aws_subnet.some[*].id }
        output "loop" { value = [for one in aws_subnet.some : one.id] }
        output "any" { value = aws_subnet.some["x"].id }
        output "by_key" { value = aws_subnet.some[var.create].id }
        """
    )
    vpc, subnet = only(root, "aws_vpc"), only(root, "aws_subnet")
    assert (vpc.key, vpc.certain, vpc.address) == (UNKNOWN_KEY, False, "aws_vpc.maybe[?]")
    reference = subnet.get("vpc_id")
    assert reference is not None
    assert (reference.resource, reference.attribute) == (vpc, "id")
    for name in ("ids", "loop", "any", "by_key"):
        value = root.output(name)
        assert value is not None
        assert (value.data, value.resource, value.attribute) == (UNKNOWN, subnet, "id"), name


def test_an_unknown_key_of_known_instances() -> None:
    root = root_of(
        """
        variable "key" {}
        resource "aws_subnet" "all" { for_each = toset(["a", "b"]) }
        output "id" { value = aws_subnet.all[var.key].id }
        """
    )
    value = root.output("id")
    assert value is not None
    assert value.resource is not None
    assert (value.resource.type, value.attribute) == ("aws_subnet", "id")


def test_dynamic_blocks() -> None:
    root = root_of(
        """
        variable "unknown" {}
        resource "aws_security_group" "this" {
          ingress { from_port = 1 }
          dynamic "ingress" {
            for_each = [2, 3]
            content { from_port = ingress.value }
          }
          dynamic "ingress" {
            for_each = { a = 4 }
            iterator = rule
            content {
              from_port   = rule.value
              description = rule.key
            }
          }
          dynamic "ingress" {
            for_each = var.unknown
            content {
              from_port = ingress.value
              protocol  = "tcp"
            }
          }
          egress = [{ from_port = 5 }]
        }
        """
    )
    group = only(root, "aws_security_group")
    blocks = group.blocks("ingress")
    ports = [port.plain() if (port := block.get("from_port")) else None for block in blocks]
    assert ports == [1, 2, 3, 4, UNKNOWN]
    assert [block.certain for block in blocks] == [True, True, True, True, False]
    assert blocks[-1].get("protocol").text == "tcp"  # type: ignore[union-attr]
    (egress,) = group.blocks("egress")
    assert (egress.get("from_port").number, egress.where.line) == (5, 24)  # type: ignore[union-attr]
    assert group.names == ("egress", "ingress", "ingress", "ingress", "ingress")


MODULES = {
    "main.tf": """
        provider "aws" {
          region              = "us-east-1"
          allowed_account_ids = ["111111111111"]
          default_tags { tags = { Environment = "Prod" } }
        }
        provider "aws" {
          alias  = "peer"
          region = "us-west-2"
          assume_role { role_arn = "arn:aws:iam::222222222222:role/x" }
        }
        module "network" {
          source = "./modules/network"
          name   = "prod"
        }
        module "peer" {
          source    = "./modules/network"
          name      = "peer"
          providers = { aws = aws.peer }
        }
        module "elsewhere" { source = "terraform-aws-modules/vpc/aws" }
        resource "aws_vpc" "direct" { provider = aws.peer }
        output "vpc" { value = module.network.vpc_id }
        output "unknown" { value = module.elsewhere.vpc_id }
    """,
    "modules/network/main.tf": """
        variable "name" { type = string }
        resource "aws_vpc" "this" { tags = { Name = var.name } }
        module "deep" { source = "./deep" }
        output "vpc_id" { value = aws_vpc.this.id }
    """,
    "modules/network/deep/main.tf": 'resource "aws_eip" "deep" {}',
}


def test_modules_by_local_path() -> None:
    (root,) = load(MODULES.items()).roots
    assert [module.address for module in root.everything()] == [
        "",
        "module.network",
        "module.network.module.deep",
        "module.peer",
        "module.peer.module.deep",
    ]
    first, second, direct = sorted(root.find("aws_vpc"), key=lambda vpc: vpc.address, reverse=True)
    assert [vpc.address for vpc in (first, second, direct)] == [
        "module.peer.aws_vpc.this",
        "module.network.aws_vpc.this",
        "aws_vpc.direct",
    ]
    name = second.get("tags", "Name")
    assert name is not None
    assert (name.text, name.where.file, name.where.line) == ("prod", "main.tf", 14)
    output = root.output("vpc")
    assert output is not None
    assert output.resource is second
    assert root.output("unknown").plain() is UNKNOWN  # type: ignore[union-attr]
    assert not root.is_complete


def test_providers_are_followed_through_calls() -> None:
    (root,) = load(MODULES.items()).roots
    by_address = {resource.address: resource for resource in root.find()}
    seen = {name: (one.region, one.account) for name, one in by_address.items()}
    ours, theirs = ("us-east-1", "111111111111"), ("us-west-2", "222222222222")
    assert seen == {
        "module.network.aws_vpc.this": ours,
        "module.network.module.deep.aws_eip.deep": ours,
        "module.peer.aws_vpc.this": theirs,
        "module.peer.module.deep.aws_eip.deep": theirs,
        "aws_vpc.direct": theirs,
    }


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "main.tf",
            'provider "aws" {\n default_tags {\n tags = { Environment = "Prod" }\n }\n}',
            "prod",
        ),
        ("environments/staging/main.tf", 'provider "aws" {}', "staging"),
        ("dev/bootstrap/main.tf", 'provider "aws" {}', "dev"),
        ("main.tf", 'provider "aws" {}', ""),
        (
            "peering/main.tf",
            "\n".join(
                f'provider "aws" {{\n alias = "{name}"\n default_tags {{\n'
                f'  tags = {{ Environment = "{name}" }}\n }}\n}}'
                for name in ("dev", "prod")
            ),
            "peering",
        ),
    ],
)
def test_environment_of_a_root(path: str, text: str, expected: str) -> None:
    (root,) = load([(path, text)]).roots
    assert root.environment == expected


@pytest.mark.parametrize(
    ("name", "production"),
    [("prod", True), ("eu-production", True), ("prod2", True), ("product", False), ("dev", False)],
)
def test_production_is_a_word_of_the_name(name: str, production: bool) -> None:
    (root,) = load([(f"{name}/main.tf", 'provider "aws" {}')]).roots
    assert root.is_production is production


def test_what_is_applied_and_what_could_be_read() -> None:
    assert not root_of('resource "aws_vpc" "x" {}').is_deployable
    assert root_of('provider "aws" {}').is_deployable
    backend = root_of('terraform {\n  backend "s3" {\n    key = "k"\n  }\n}\n').backend
    assert backend is not None
    assert (backend.labels, backend.get("key").text) == (("s3",), "k")  # type: ignore[union-attr]
    assert root_of('provider "aws" {}').is_complete
    assert not root_of('provider "aws" {}', broken="resource {{").is_complete
    assert not root_of('provider "aws" {}', x_override="").is_complete
    assert not root_of('module "m" {\n  source = "./missing"\n}').is_complete


def test_unparsable_files_keep_their_error_and_the_rest_is_there() -> None:
    program = load([("main.tf", 'resource "aws_vpc" "x" {}'), ("broken.tf", "resource {\n  =")])
    assert isinstance(program, Program)
    broken = program.files["broken.tf"]
    assert broken.body is None
    assert broken.error is not None
    assert [resource.address for resource in program.roots[0].find()] == ["aws_vpc.x"]


def test_a_module_that_calls_itself_ends() -> None:
    root = root_of(
        'module "again" {\n  source = "./m"\n}', m__main='module "m" {\n source = "../m"\n}'
    )
    assert [module.address for module in root.everything()] == ["", "module.again"]


def test_a_module_called_for_each_key() -> None:
    root = root_of(
        """
        module "service" {
          source   = "./service"
          for_each = { api = 1, worker = 2 }
          name     = each.key
        }
        variable "unknown" {}
        module "maybe" {
          source = "./service"
          count  = var.unknown
          name   = "maybe"
        }
        output "first" { value = module.maybe[0].arn }
        """,
        service__main="""
        variable "name" {}
        resource "aws_iam_role" "this" { name = var.name }
        output "arn" { value = aws_iam_role.this.arn }
        """,
    )
    roles = {role.address: role.get("name").text for role in root.find("aws_iam_role")}  # type: ignore[union-attr]
    assert roles == {
        'module.service["api"].aws_iam_role.this': "api",
        'module.service["worker"].aws_iam_role.this': "worker",
        "module.maybe[?].aws_iam_role.this": "maybe",
    }
    first = root.output("first")
    assert first is not None
    assert first.resource is not None
    assert first.resource.address == "module.maybe[?].aws_iam_role.this"
    certain = {role.address for role in root.find("aws_iam_role") if role.certain}
    assert certain == roles.keys() - {first.resource.address}


def test_values_that_refer_to_each_other_end() -> None:
    root = root_of(
        """
        resource "aws_vpc" "a" { x = aws_vpc.b.x }
        resource "aws_vpc" "b" { x = aws_vpc.a.x }
        resource "aws_eip" "each" { for_each = aws_eip.each }
        """
    )
    for resource in root.find():
        for name in resource.names:
            assert resource.get(name) is not None


def test_folders_that_are_not_given_are_asked_for() -> None:
    asked: list[str] = []

    def read(folder: str) -> dict[str, str]:
        asked.append(folder)
        return {f"{folder}/main.tf": 'resource "aws_vpc" "x" {}'} if folder == "lib/m" else {}

    program = load(
        [
            (
                "env/dev/main.tf",
                'module "m" {\n source = "../../lib/m"\n}\nmodule "n" {\n source = "./n"\n}',
            )
        ],
        read,
    )
    assert [root.folder for root in program.roots] == ["env/dev"]
    assert asked == ["lib/m", "env/dev/n"]
    assert [one.address for one in program.roots[0].find()] == ["module.m.aws_vpc.x"]


def test_files_are_read_where_they_are_at_hand() -> None:
    files = {"main.tf": 'output "x" {\n value = file("${path.module}/p.json")\n}\n', "p.json": "{}"}
    (root,) = load([("main.tf", files["main.tf"])], lambda _: files).roots
    value = root.output("x")
    assert value is not None
    assert value.text == "{}"
