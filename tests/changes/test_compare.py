"""What counts as a change, and how it is told."""

from __future__ import annotations

import pytest

from tests.changes.trees import changes, compared, lines


def resource(body: str, type_: str = "aws_db_instance") -> str:
    return f'resource "{type_}" "this" {{\n{body}\n}}\n'


def test_an_argument_that_changes_comes_and_goes() -> None:
    before = resource('  engine = "postgres"\n  port = 5432')
    after = resource('  engine = "mysql"\n  multi_az = true')
    assert lines(changes(before, after)) == [
        '~ aws_db_instance.this engine: "postgres" -> "mysql"',
        "~ aws_db_instance.this multi_az: None -> true",
        "~ aws_db_instance.this port: 5432 -> None",
    ]


def test_resources_that_come_and_go() -> None:
    before = resource("") + 'data "aws_region" "a" {}\n'
    after = resource("", "aws_vpc") + 'data "aws_region" "b" {}\n'
    assert lines(changes(before, after)) == [
        "- aws_db_instance.this",
        "+ aws_vpc.this",
        "- data.aws_region.a",
        "+ data.aws_region.b",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  a = 1", "\n  # why\n  a   =   1 // so\n"),
        ("  a = 1\n  b = 2", "  b = 2\n  a = 1"),
        ("  tags = {\n    A = 1\n    B = 2\n  }", "  tags = { B = 2, A = 1 }"),
        ('  a = "x\\n"', "  a = <<E\nx\nE"),
        ("  port = 80", '  port = "80"'),
        ("  a = 80", "  a = 40 + 40"),
        ("  a = null", ""),
        ('  a = "x"', '  a = local.x\n}\nlocals {\n  x = "x"'),
        (
            "  p {\n    name = 1\n  }\n  p {\n    name = 2\n  }",
            "  p {\n    name = 2\n  }\n  p {\n    name = 1\n  }",
        ),
        ('  vpc_security_group_ids = ["a", "b"]', '  vpc_security_group_ids = ["b", "a"]'),
        ("  depends_on = [aws_a.b, aws_c.d]", "  depends_on = [\n    aws_c.d,\n    aws_a.b\n  ]"),
        ("  a = jsonencode({ x = 1, y = 2 })", '  a = <<E\n{"y": 2,\n "x": 1}\nE'),
    ],
)
def test_what_means_the_same_is_no_change(before: str, after: str) -> None:
    found = [one for one in changes(resource(before), resource(after)) if one.kind != "local"]
    assert lines(tuple(found)) == []


def test_the_order_of_a_list_that_is_no_set_is_a_change() -> None:
    before, after = (f'output "x" {{\n  value = {text}\n}}\n' for text in ("[1, 2]", "[2, 1]"))
    assert lines(changes(before, after)) == ["~ output.x value: [1, 2] -> [2, 1]"]


def test_a_number_in_json_is_no_text() -> None:
    before, after = (resource(f"  a = jsonencode({{ x = {one} }})") for one in ("1", '"1"'))
    assert lines(changes(before, after)) == ['~ aws_db_instance.this a.x: 1 -> "1"']


def test_a_value_is_followed_through_locals_variables_modules_and_keys() -> None:
    def files(cidr: str) -> dict[str, str]:
        return {
            "main.tf": 'module "network" {\n  source = "./modules/network"\n'
            f'  cidr = "{cidr}"\n}}\n',
            "modules/network/main.tf": 'variable "cidr" {\n  type = string\n}\n'
            "locals {\n  zones = { a = var.cidr }\n}\n"
            'resource "aws_subnet" "app" {\n  for_each = local.zones\n'
            "  cidr_block = each.value\n}\n",
        }

    assert lines(changes(files("10.0.0.0/24"), files("10.0.1.0/24"))) == [
        '~ module.network.aws_subnet.app["a"] cidr_block: "10.0.0.0/24" -> "10.0.1.0/24"',
        '~ module.network cidr: "10.0.0.0/24" -> "10.0.1.0/24"',
    ]


def test_a_reference_is_compared_by_what_it_leads_to() -> None:
    keys = 'resource "aws_kms_key" "a" {}\nresource "aws_kms_key" "b" {}\n'

    def text(key: str) -> str:
        return f"{keys}locals {{\n  k = aws_kms_key.{key}.arn\n}}\n" + resource(
            "  kms_key_id = local.k"
        )

    assert lines(changes(text("a"), text("b"))) == [
        "~ aws_db_instance.this kms_key_id: aws_kms_key.a.arn -> aws_kms_key.b.arn",
        "~ local.k : aws_kms_key.a.arn -> aws_kms_key.b.arn",
    ]


def test_a_key_of_for_each_that_goes_takes_an_instance_along() -> None:
    before, after = (
        resource(f"  for_each = toset({keys})\n  name = each.key")
        for keys in ('["a", "b"]', '["b"]')
    )
    assert lines(changes(before, after)) == ['- aws_db_instance.this["a"]']


def test_nested_blocks_are_told_apart_by_their_names() -> None:
    def text(*pairs: tuple[str, int]) -> str:
        blocks = (
            f'  parameter {{\n    name = "{name}"\n    value = {value}\n  }}'
            for name, value in pairs
        )
        return resource("\n".join(blocks))

    before, after = text(("a", 1), ("b", 2)), text(("c", 3), ("b", 4))
    assert lines(changes(before, after)) == [
        '~ aws_db_instance.this parameter["a"]: { name = "a", value = 1 } -> None',
        '~ aws_db_instance.this parameter["b"].value: 2 -> 4',
        '~ aws_db_instance.this parameter["c"]: None -> { name = "c", value = 3 }',
    ]


def test_a_block_in_the_middle_does_not_change_those_after_it() -> None:
    def text(*values: int) -> str:
        return resource("\n".join(f"  rule {{\n    days = {value}\n  }}" for value in values))

    assert lines(changes(text(1, 3), text(1, 2, 3))) == [
        "~ aws_db_instance.this rule[1]: None -> { days = 2 }"
    ]


def test_the_order_of_blocks_counts_where_it_means_something() -> None:
    def text(kind: str, *paths: str) -> str:
        blocks = (f'  {kind} {{\n    path_pattern = "{path}"\n  }}' for path in paths)
        return resource("\n".join(blocks), "aws_cloudfront_distribution")

    kind = "ordered_cache_behavior"
    assert lines(changes(text(kind, "/a", "/b"), text(kind, "/b", "/a"))) == [
        f'~ aws_cloudfront_distribution.this {kind}[0].path_pattern: "/a" -> "/b"',
        f'~ aws_cloudfront_distribution.this {kind}[1].path_pattern: "/b" -> "/a"',
    ]
    assert changes(text("origin", "/a", "/b"), text("origin", "/b", "/a")) == ()


def test_of_a_long_list_only_the_items_that_come_and_go_are_told() -> None:
    names = [f'"a-rather-long-name-{number}"' for number in range(6)]
    before, after = (resource(f"  names = [{', '.join(some)}]") for some in (names[:-1], names[1:]))
    assert lines(changes(before, after)) == [
        '~ aws_db_instance.this names[]: "a-rather-long-name-0" -> "a-rather-long-name-5"'
    ]


def test_a_dynamic_block_whose_number_is_not_known_is_compared_by_what_it_repeats() -> None:
    def text(each: str) -> str:
        return resource(
            f'  dynamic "rule" {{\n    for_each = {each}\n'
            "    content {\n      days = rule.value\n    }\n  }"
        )

    assert lines(changes(text("var.a"), text("var.b"))) == [
        "~ aws_db_instance.this dynamic rule: var.a -> var.b"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            'variable "a" {\n  default = 1\n}',
            'variable "a" {\n  default = 2\n}',
            "~ var.a default: 1 -> 2",
        ),
        (
            'variable "a" {\n  type = string\n}',
            'variable "a" {\n  type = list(string)\n}',
            "~ var.a type: string -> list(string)",
        ),
        ("locals {\n  a = 1\n}", "locals {\n  a = 2\n}", "~ local.a : 1 -> 2"),
        (
            "locals {\n  a = {\n    k = 1\n  }\n}",
            "locals {\n  a = {\n    k = 2\n  }\n}",
            "~ local.a k: 1 -> 2",
        ),
        (
            'provider "aws" {\n  region = "a"\n}',
            'provider "aws" {\n  region = "b"\n}',
            '~ provider.aws region: "a" -> "b"',
        ),
        (
            'provider "aws" {\n  alias = "x"\n  region = "a"\n}',
            'provider "aws" {\n  alias = "x"\n  region = "b"\n}',
            '~ provider.aws.x region: "a" -> "b"',
        ),
        (
            'terraform {\n  backend "s3" {\n    key = "a"\n  }\n}',
            'terraform {\n  backend "s3" {\n    key = "b"\n  }\n}',
            '~ backend.s3 key: "a" -> "b"',
        ),
        (
            'check "c" {\n  assert {\n    condition = var.a\n  }\n}',
            'check "c" {\n  assert {\n    condition = var.b\n  }\n}',
            "~ check.c assert.condition: var.a -> var.b",
        ),
        (
            'terraform {\n  required_version = "a"\n}',
            'terraform {\n  required_version = "b"\n}',
            '~ terraform required_version: "a" -> "b"',
        ),
    ],
)
def test_what_is_no_resource(before: str, after: str, expected: str) -> None:
    assert lines(changes(before + "\n", after + "\n")) == [expected]


def test_a_new_module_is_told_without_its_variables_and_outputs() -> None:
    module = {
        "modules/m/main.tf": 'variable "a" {}\noutput "b" {\n  value = 1\n}\n'
        'locals {\n  c = 1\n}\nresource "aws_vpc" "this" {}\n'
    }
    call = 'module "m" {\n  source = "./modules/m"\n  a = 1\n}\n'
    assert lines(changes({"main.tf": ""}, {"main.tf": call, **module})) == [
        "+ module.m.aws_vpc.this",
        "+ module.m",
    ]


MOVED = "moved {\n  from = aws_vpc.old\n  to = aws_vpc.new\n}\n"


def test_a_moved_block_makes_one_of_two() -> None:
    before = 'resource "aws_vpc" "old" {\n  a = 1\n}\noutput "id" {\n  value = aws_vpc.old.id\n}\n'
    after = 'resource "aws_vpc" "new" {\n  a = 2\n}\noutput "id" {\n  value = aws_vpc.new.id\n}\n'
    assert lines(changes(before, after + MOVED)) == [
        "> aws_vpc.old aws_vpc.new",
        "~ aws_vpc.new a: 1 -> 2",
    ]


def test_an_old_moved_block_is_no_news() -> None:
    text = 'resource "aws_vpc" "new" {}\n' + MOVED
    assert changes(text, text + "# later\n") == ()


def test_a_module_moves_with_all_that_is_in_it() -> None:
    inner = {"modules/m/main.tf": 'variable "a" {}\nresource "aws_vpc" "this" {}\n'}

    def call(name: str) -> str:
        return f'module "{name}" {{\n  source = "./modules/m"\n  a = 1\n}}\n'

    moved = "moved {\n  from = module.old\n  to = module.new\n}\n"
    after = {"main.tf": call("new") + moved, **inner}
    assert lines(changes({"main.tf": call("old"), **inner}, after)) == [
        "> module.old.aws_vpc.this module.new.aws_vpc.this",
        "> module.old module.new",
    ]


def test_a_resource_moves_to_a_key() -> None:
    before = 'resource "aws_vpc" "this" {}\n'
    after = (
        'resource "aws_vpc" "this" {\n  for_each = toset(["a"])\n}\n'
        'moved {\n  from = aws_vpc.this\n  to = aws_vpc.this["a"]\n}\n'
    )
    assert lines(changes(before, after)) == ['> aws_vpc.this aws_vpc.this["a"]']


def test_files_that_differ_in_layout_alone_are_counted() -> None:
    before = {"a.tf": resource("  a = 1"), "b.tf": "locals {\n  x = 1\n}\n"}
    after = {"a.tf": resource("  # why\n  a = 1"), "b.tf": "locals {\n  x = 2\n}\n"}
    found = compared(before, after)
    assert (found.layout, lines(found.changes)) == (1, ["~ local.x : 1 -> 2"])


@pytest.mark.parametrize(
    "body",
    [
        '  password = "{}"',
        '  user_data = "DB_PASSWORD={}"',
        '  tags = {{ ApiToken = "{}" }}',
        '  p {{\n    name = "DB_PASSWORD"\n    value = "{}"\n  }}',
        '  password = "${{var.x}}-{}"',
        '  password = local.p\n}}\nlocals {{\n  p = "{}"',
        '  environment = jsonencode([{{ name = "DB_PASSWORD", value = "{}" }}])',
    ],
)
def test_no_secret_is_shown(body: str) -> None:
    before, after = (resource(body.format(one)) for one in ("Hunter-2-old", "Hunter-2-new"))
    found = changes(before, after)
    assert found
    assert "Hunter" not in repr(found)
