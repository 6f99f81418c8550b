"""Bad input on the shipped project: the exact message, exit status 2, and nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace, tree_hash

Change = Callable[[Path], None]

DEV = "environments/dev.yaml"
BASE = "environments/_base.yaml"
ORGANISATION = "environments/_organisation.yaml"
TEMPLATE = "templates/stacks/environment/locals.tf.j2"
HOLD = (
    "  keep it in AWS Secrets Manager and refer to it by name or ARN; "
    "change it if this file was ever shared or committed\n"
)


def yaml(file: str, old: str, new: str) -> Change:
    """Change one place of a file."""
    return lambda project: replace(project / file, old, new)


def template(text: str, team: str = "") -> Change:
    """Make ``text`` lines 1 and on of a root template, and perhaps change the Team tag."""

    def change(project: Path) -> None:
        path = project / TEMPLATE
        path.write_text(text + path.read_text())
        if team:
            replace(project / BASE, "  Team: payments", f"  Team: {team}")

    return change


def subnets(public: str) -> Change:
    """Explicit subnets, the public ones as given."""
    return yaml(
        DEV,
        "  nat_gateways: single",
        f"  nat_gateways: single\n  subnets:\n    public: [{public}]\n"
        "    app: [10.0.16.0/20, 10.0.32.0/20]\n"
        "    database: [10.0.200.0/24, 10.0.201.0/24]",
    )


def not_utf8(project: Path) -> None:
    """A file in another encoding."""
    (project / DEV).write_bytes(b"stack: \xff\n")


def longest_name(project: Path) -> None:
    """An environment whose load balancer's name has 33 characters."""
    replace(project / ORGANISATION, "project: fintech", "project: fintech-platform")
    (project / DEV).rename(project / "environments/integration1.yaml")


def protected(project: Path) -> None:
    """An environment with all that protection asks for."""
    replace(project / DEV, "protected: false", "protected: true")
    replace(project / DEV, "database:\n", "database:\n  multi_az: true\n")


def legacy(text: str) -> Change:
    """A legacy account with what else stands under it, from line 11 on."""
    return yaml(
        DEV,
        "protected: false",
        f'protected: false\nlegacy:\n  account_id: "555555555555"\n  {text}',
    )


def database(text: str) -> Change:
    """One more setting of the database, in line 32."""
    return yaml(DEV, "  allocated_storage: 20\n", f"  allocated_storage: 20\n  {text}\n")


CASES: list[tuple[str, Change, str]] = [
    (
        "unknown key",
        yaml(DEV, "  nat_gateways: single", "  nat_gatways: single"),
        'environments/dev.yaml:18:3: unknown key "nat_gatways" in network\n'
        "  did you mean nat_gateways?\n",
    ),
    (
        "wrong type",
        yaml(DEV, "protected: false", 'protected: "false"'),
        "environments/dev.yaml:9:12: protected must be true or false, not text\n"
        "  write it without quotes: false\n",
    ),
    (
        "overlapping subnets",
        subnets("10.0.0.0/24, 10.0.0.128/25"),
        "environments/dev.yaml:20:27: the subnet 10.0.0.128/25 overlaps the subnet 10.0.0.0/24\n"
        "  other environments/dev.yaml:20:14\n",
    ),
    (
        "subnet outside the VPC",
        subnets("10.0.0.0/24, 10.9.1.0/24"),
        "environments/dev.yaml:20:27: the subnet 10.9.1.0/24 is not inside the VPC 10.0.0.0/16\n"
        "  VPC environments/dev.yaml:16:9\n",
    ),
    (
        "one zone",
        yaml(DEV, "[us-east-1a, us-east-1b]", "[us-east-1a]"),
        "environments/dev.yaml:17:3: network.availability_zones needs at least 2 items, not 1\n"
        "  Availability zones by name; the load balancer and the database need two.\n",
    ),
    (
        "impossible Fargate pair",
        yaml(
            DEV,
            "api: {tag: 1.4.2, cpu: 256, memory: 512",
            "api: {tag: 1.4.2, cpu: 256, memory: 4096",
        ),
        "environments/dev.yaml:26:39: Fargate has no task of 256 CPU units and 4096 MiB (api)\n"
        "  cpu environments/dev.yaml:26:26\n"
        "  with 256 CPU units choose 512, 1024, 2048\n",
    ),
    (
        "name too long",
        longest_name,
        'environments/_organisation.yaml:4:10: the name of the load balancer would be "fintech-platform-integration1-alb": 33 characters, and AWS allows 32\n'
        "  shorten the project's name by 1 (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html)\n"
        'environments/_organisation.yaml:4:10: the name of the target group (its name ends in five characters of a hash) would be "fintech-platform-integration1-00000": 35 characters, and AWS allows 32\n'
        "  shorten the project's name by 3 (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html)\n",
    ),
    (
        "secret under its key",
        yaml(BASE, "  name: payments", "  name: payments\n  password_text: hunter22-hunter22"),
        'environments/_base.yaml:41:3: unknown key "password_text" in database\n'
        "  did you mean password?\n"
        "environments/_base.yaml:41:18: database.password_text holds a secret in clear text (value hidden)\n"
        + HOLD,
    ),
    (
        "secret by its look",
        yaml(DEV, "api: {tag: 1.4.2", "api: {tag: AKIAIOSFODNN7EXAMPLE"),
        "environments/dev.yaml:26:14: services.api.tag looks like an AWS access key (value hidden)\n"
        + HOLD,
    ),
    (
        "account as a number",
        yaml(DEV, '"111111111111"', "111111111111"),
        "environments/dev.yaml:8:13: account_id must be text, not a number\n"
        '  quote it: "111111111111"\n',
    ),
    (
        "account with a leading zero",
        yaml(DEV, '"111111111111"', "012345670123"),
        "environments/dev.yaml:8:13: number 012345670123 would become 1402433619\n"
        '  quote it: "012345670123"\n',
    ),
    (
        "account too short",
        yaml(DEV, '"111111111111"', '"11111111111"'),
        'environments/dev.yaml:8:13: account_id "11111111111" is not allowed\n'
        "  AWS account id: twelve digits in quotes, because as a number it would lose a leading zero.\n",
    ),
    (
        "account of operations",
        yaml(DEV, '"111111111111"', '"444444444444"'),
        "environments/_organisation.yaml:9:15: the account 444444444444 is already used here as another one\n"
        "  first environments/dev.yaml:8:13\n"
        "  give every environment and the operations stack an account of its own\n",
    ),
    (
        "reserved user",
        yaml(DEV, "database:\n", "database:\n  username: rdsadmin\n"),
        'environments/dev.yaml:30:13: PostgreSQL on RDS keeps the user name "rdsadmin" for itself\n'
        "  choose another, such as app_owner\n",
    ),
    (
        "image tag latest",
        yaml(DEV, "api: {tag: 1.4.2", "api: {tag: latest"),
        'environments/dev.yaml:26:14: services.api.tag "latest" is not allowed\n'
        '  Tag of the image; latest is refused because it does not say what runs. For example: "1.4.2"\n',
    ),
    (
        "duplicate key",
        yaml(DEV, "protected: false", "protected: false\nprotected: true"),
        'environments/dev.yaml:10:1: the key "protected" stands here for the second time\n'
        "  first environments/dev.yaml:9:1\n"
        "  remove one of the two: YAML would silently keep only one\n",
    ),
    (
        "yes",
        yaml(DEV, "protected: false", "protected: yes"),
        "environments/dev.yaml:9:12: yes is a boolean to some YAML readers and text to others\n"
        '  write true, or quote it: "yes"\n',
    ),
    (
        "merge key",
        yaml(DEV, "protected: false", "protected: false\n<<: {}"),
        'environments/dev.yaml:10:1: the merge key "<<" is not allowed\n'
        "  put what is shared into a file of its own, such as environments/_base.yaml, and name it under extends:\n",
    ),
    (
        "sexagesimal",
        yaml(DEV, "protected: false", "protected: 22:22"),
        'environments/dev.yaml:9:12: number 22:22 would become 1342\n  quote it: "22:22"\n',
    ),
    (
        "number that changes",
        yaml(BASE, 'engine_version: "16"', "engine_version: 16.10"),
        'environments/_base.yaml:39:19: number 16.10 would become 16.1\n  quote it: "16.10"\n',
    ),
    (
        "date",
        yaml(DEV, "protected: false", "protected: 2026-11-24"),
        "environments/dev.yaml:9:12: 2026-11-24 would become a date, not text\n"
        '  quote it: "2026-11-24"\n',
    ),
    (
        "tag",
        yaml(DEV, "protected: false", "protected: !!str false"),
        "environments/dev.yaml:9:12: the tag !!str is not allowed\n"
        "  quote the value if it is text that starts with !, otherwise remove the tag\n",
    ),
    (
        "second document",
        yaml(DEV, "protected: false", "protected: false\n---\na: 1"),
        "environments/dev.yaml:10:1: a second document starts here\n"
        '  a file holds one document: remove "---"\n',
    ),
    (
        "key that is no text",
        yaml(DEV, "protected: false", "protected: false\n1: 2"),
        "environments/dev.yaml:10:1: the key 1 is a number, not text\n  quote it\n",
    ),
    (
        "recursive alias",
        yaml(DEV, "protected: false", "protected: &a [*a]"),
        "environments/dev.yaml:9:16: the alias *a stands inside the value it names\n"
        "  anchor environments/dev.yaml:9:12\n",
    ),
    (
        "lone surrogate",
        yaml(DEV, "protected: false", 'protected: "\\ud800"'),
        "environments/dev.yaml:9:15: this escape is half a character (a lone surrogate)\n"
        "  write the character itself, or \\U and its 8 hexadecimal digits\n",
    ),
    (
        "not UTF-8",
        not_utf8,
        "environments/dev.yaml:1:8: the file is not UTF-8 (byte 0xff)\n  save it as UTF-8\n",
    ),
    (
        "tab",
        yaml(DEV, "protected: false", "\tprotected: false"),
        "environments/dev.yaml:9:1: a tab cannot indent YAML\n  use spaces\n",
    ),
    (
        "unknown kind",
        yaml(DEV, "stack: environment", "stack: enviroment"),
        'environments/dev.yaml:5:8: there is no stack kind "enviroment"\n'
        "  did you mean environment?\n",
    ),
    (
        "missing base",
        yaml(DEV, "extends: _base.yaml", "extends: _bas.yaml"),
        'environments/dev.yaml:6:10: there is no file "_bas.yaml" in environments/\n'
        "  did you mean _base.yaml?\n",
    ),
    (
        "too many read replicas",
        database("read_replicas: 6"),
        "environments/dev.yaml:32:18: database.read_replicas must be at most 5, not 6\n"
        "  Number of read replicas, each of the size of the database.\n",
    ),
    (
        "read replicas of a managed password",
        database("read_replicas: 1"),
        "environments/dev.yaml:32:18: RDS makes no read replica of a database whose password it manages\n"
        "  set database.password to {mode: existing, secret: ...}, naming the Secrets Manager entry that holds the password\n",
    ),
    (
        "lag that every quiet database reaches",
        yaml(DEV, "deployment:\n", "alarms: {database_replica_lag_seconds: 60}\ndeployment:\n"),
        "environments/dev.yaml:35:40: alarms.database_replica_lag_seconds must be at least 301, not 60\n"
        "  Seconds that a read replica may be behind; more raises an alarm.\n",
    ),
    (
        "variable of the read replicas",
        yaml(DEV, "api: {tag: 1.4.2,", "api: {environment: {DB_READER_HOST: a}, tag: 1.4.2,"),
        'environments/dev.yaml:26:23: the key "DB_READER_HOST" in services.api.environment is not allowed\n'
        "  it is reserved\n",
    ),
    (
        "snapshot that nobody may copy",
        database("restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:last"),
        "environments/dev.yaml:32:17: the snapshot belongs to the account 555555555555, which the deployment role may not read\n"
        '  set legacy.account_id to "555555555555" and legacy.snapshot_kms_key_arn to its key\n',
    ),
    (
        "legacy in its former place",
        yaml(DEV, "deployment:\n", 'deployment:\n  legacy: {account_id: "555555555555"}\n'),
        'environments/dev.yaml:36:3: unknown key "legacy" in deployment\n'
        "  there are ci_role, external_id, max_session_seconds, peer_account_ids\n",
    ),
    (
        "legacy without account",
        yaml(DEV, "deployment:\n", "legacy: {reader_role: reader}\ndeployment:\n"),
        'environments/dev.yaml:35:1: legacy: "account_id" is missing\n  Original account.\n',
    ),
    (
        "legacy account of a peer",
        yaml(DEV, "protected: false", 'protected: false\nlegacy: {account_id: "222222222222"}'),
        "environments/dev.yaml:38:22: the account 222222222222 is already used here as another one\n"
        "  first environments/dev.yaml:10:22\n"
        "  give every environment and the operations stack an account of its own\n",
    ),
    (
        "legacy without reader",
        legacy("secrets: {partner: payments/partner}"),
        'environments/dev.yaml:10:1: legacy: "reader_role" is missing\n'
        "  Role of the original account that looks up hosted_zone, buckets, kms_keys, secrets and snapshots.\n",
    ),
    (
        "legacy reader as an ARN",
        legacy("reader_role: arn:aws:iam::555555555555:role/reader"),
        'environments/dev.yaml:12:16: legacy.reader_role "arn:aws:iam::555555555555:role/reader" is not allowed\n'
        '  Role of the original account that looks up hosted_zone, buckets, kms_keys, secrets and snapshots. For example: "fintech-legacy-reader"\n',
    ),
    (
        "legacy key of snapshots",
        legacy("snapshot_kms_key_arn: alias/snapshots"),
        'environments/dev.yaml:12:25: legacy.snapshot_kms_key_arn "alias/snapshots" is not allowed\n'
        '  Key that the shared snapshots are encrypted with. For example: "arn:aws:kms:us-east-1:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab"\n',
    ),
    (
        "legacy zone",
        legacy("{reader_role: reader, hosted_zone: Z0123}".strip("{}").replace(", ", "\n  ")),
        'environments/dev.yaml:13:16: legacy.hosted_zone "Z0123" is not allowed\n'
        "  Host name in lower case.\n",
    ),
    (
        "legacy bucket",
        legacy("reader_role: reader\n  buckets: {documents: Fintech_Documents}"),
        'environments/dev.yaml:13:24: legacy.buckets.documents "Fintech_Documents" is not allowed\n'
        '  Name of the bucket. For example: "fintech-documents"\n',
    ),
    (
        "no legacy bucket",
        legacy("reader_role: reader\n  buckets: {}"),
        "environments/dev.yaml:13:3: legacy.buckets needs at least 1 key, not 0\n"
        "  Buckets that stay, each under a name of your choice: the output legacy_bucket_names.\n",
    ),
    (
        "name of a legacy bucket",
        legacy("reader_role: reader\n  buckets: {My-Documents: fintech-documents}"),
        'environments/dev.yaml:13:13: the key "My-Documents" in legacy.buckets is not allowed\n'
        "  a key must match ^[a-z][a-z0-9_]*$\n",
    ),
    (
        "legacy KMS key",
        legacy("reader_role: reader\n  kms_keys: {documents: documents}"),
        'environments/dev.yaml:13:25: legacy.kms_keys.documents "documents" is not allowed\n'
        '  Alias or id of the key. For example: "alias/documents"\n',
    ),
    (
        "legacy secret that is no name",
        legacy("reader_role: reader\n  secrets: {partner: 'a secret'}"),
        "environments/dev.yaml:13:22: legacy.secrets.partner (value hidden) is not allowed\n"
        '  Full name of the entry. For example: "payments/partner"\n',
    ),
    (
        "legacy secret in clear text",
        legacy("reader_role: reader\n  secrets: {partner: AKIAIOSFODNN7EXAMPLE}"),
        "environments/dev.yaml:13:22: legacy.secrets.partner looks like an AWS access key (value hidden)\n"
        + HOLD,
    ),
    (
        "legacy database",
        legacy("reader_role: reader\n  snapshots: {payments: payments--prod}"),
        'environments/dev.yaml:13:25: legacy.snapshots.payments "payments--prod" is not allowed\n'
        '  Identifier of the database instance. For example: "payments-prod"\n',
    ),
    (
        "unknown key of legacy",
        legacy("snapshot: {payments: payments-prod}"),
        'environments/dev.yaml:12:3: unknown key "snapshot" in legacy\n  did you mean snapshots?\n',
    ),
    (
        "too many peers for the policy",
        yaml(
            DEV,
            '["222222222222", "333333333333"]',
            str([f"9{number:011}" for number in range(31)]).replace("'", '"'),
        ),
        "environments/dev.yaml:37:3: deployment.peer_account_ids takes at most 30 items, not 31\n"
        "  Accounts whose networks may be peered with this one; with any, the peering pipeline may assume the role as well.\n",
    ),
    (
        "undefined variable",
        template("locals {\n  a = {{ nothing }}\n}\n"),
        'templates/stacks/environment/locals.tf.j2:2: "nothing" is not defined\n'
        "  there are cidrhost, cidrnetmask, cidrsubnet, env, environment, environments, merge, prefix, root, short_hash, stack, suffix\n",
    ),
    (
        "path that the schema does not know",
        template("locals {\n  a = {{ env.network.cidrr }}\n}\n"),
        'templates/stacks/environment/locals.tf.j2:2: env.network has no key "cidrr" in the schema\n'
        "  schema templates/stacks/environment/schema.json\n"
        "  did you mean cidr?\n",
    ),
    (
        "missing include",
        template('{% include "modules/_deny_insecure_transprt.tf.j2" %}\n'),
        'templates/stacks/environment/locals.tf.j2:1: there is no template "templates/modules/_deny_insecure_transprt.tf.j2"\n'
        "  did you mean modules/_deny_insecure_transport.tf.j2?\n",
    ),
    (
        "filter not allowed",
        template("locals {\n  a = {{ prefix | safe }}\n}\n"),
        'templates/stacks/environment/locals.tf.j2:2: filter "safe" is not allowed in templates\n'
        "  values are never written raw: use | expr for an HCL expression\n"
        "  allowed are abs, batch, capitalize, count, d, default, dictsort, expr, first, float, format, groupby, hcl, ident, int, items, join, json, last, length, list, lower, map, max, min, reject, rejectattr, replace, reverse, round, select, selectattr, slice, sort, string, sum, title, trim, truncate, unique, upper, urlencode, wordcount\n",
    ),
    (
        "division by zero",
        template("locals {\n  a = {{ 1 // 0 }}\n}\n"),
        "templates/stacks/environment/locals.tf.j2:2: division by zero\n",
    ),
    (
        "template syntax",
        template("locals {\n  a = {{ prefix }\n}\n"),
        "templates/stacks/environment/locals.tf.j2:2: template syntax: unexpected '}'\n",
    ),
    (
        "two attributes on a line",
        template("locals {\n  a = 1 b = 2\n}\n"),
        "templates/stacks/environment/locals.tf.j2:2: not valid HCL: missing newline after argument \"a\": found 'b'\n"
        "  the line is rendered as: a = 1 b = 2\n",
    ),
    (
        "attribute set twice",
        template("locals {\n  a = 1\n  a = 2\n}\n"),
        'templates/stacks/environment/locals.tf.j2:3: not valid HCL: argument "a" is already set at templates/stacks/environment/locals.tf.j2:2\n'
        "  the line is rendered as: a = 2\n",
    ),
    (
        "line break into a comment",
        template("# {{ env.tags.Team }}\n", r'"pay\nments"'),
        "templates/stacks/environment/locals.tf.j2:1: a line break cannot stand in a comment\n"
        "  value from environments/_base.yaml:9:9\n",
    ),
    (
        "quote into a label",
        template('module "{{ env.tags.Team }}" {}\n', r'"pay\" {}"'),
        "templates/stacks/environment/locals.tf.j2:1: not a valid name: 'pay\" {}' (letters, digits, - and _; a letter or _ first)\n"
        "  value from environments/_base.yaml:9:9\n",
    ),
    (
        "delimiter into a heredoc",
        template("locals {\n  a = <<EOT\n{{ env.tags.Team }}\nEOT\n}\n", "EOT"),
        "templates/stacks/environment/locals.tf.j2:3: the line would be EOT, which ends the heredoc\n"
        "  value from environments/_base.yaml:9:9\n"
        "  use a quoted string\n",
    ),
    (
        "missing module",
        template('module "x" {\n  source = "./modules/netwrk"\n}\n'),
        'templates/stacks/environment/locals.tf.j2:2: module source "./modules/netwrk": there are no templates in templates/modules/netwrk\n'
        "  did you mean network?\n",
    ),
]


@pytest.mark.parametrize(
    ("change", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_bad_input(change: Change, message: str, project: Path, tfgen: Tfgen) -> None:
    change(project)
    before = tree_hash(project)
    names = [path.stem for path in (project / "environments").glob("[di]*.yaml")]
    result = tfgen("render", *names)
    assert (result.err, result.out, result.status) == (message, "", 2)
    assert tree_hash(project) == before


SUFFIXED: list[tuple[str, str, Change, str]] = [
    (
        "no room in the certificate",
        "pr-123",
        yaml(DEV, "domain: api.dev.", f"domain: {'a' * 40}.dev."),
        "environments/dev.yaml:21:11: with the suffix pr-123 dns.domain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.dev.fintech.example would be pr-123.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.dev.fintech.example: 67 characters, and AWS allows 64\n"
        "  shorten it, or the suffix, by 3\n",
    ),
    (
        "a host of the environment itself",
        "v2",
        yaml(DEV, "api: {tag:", "api: {ingress: {hosts: [v2.api.dev.fintech.example]}, tag:"),
        "environments/dev.yaml:21:11: with the suffix v2 dns.domain api.dev.fintech.example would be v2.api.dev.fintech.example, which dev has itself\n"
        "  other environments/dev.yaml:26:27\n"
        "  choose another suffix\n",
    ),
    (
        "a service of the environment itself",
        "pr-old",
        yaml(DEV, "  worker: {tag:", '  old-api: {repository: x, tag: "1"}\n  worker: {tag:'),
        "environments/dev.yaml:26:3: with the suffix pr-old the service api would have the names of the service old-api\n"
        "  other environments/dev.yaml:27:3\n"
        "  choose another suffix\n",
    ),
    (
        "no room in a name",
        "pr-123",
        yaml(ORGANISATION, "project: fintech", "project: fintech-platform"),
        'environments/_organisation.yaml:4:10: the name of the target group (its name ends in five characters of a hash) would be "fintech-platform-dev-pr-123-00000": 33 characters, and AWS allows 32\n'
        "  shorten the project's name by 1 (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html)\n",
    ),
    (
        "a protected environment",
        "pr-123",
        protected,
        'environments/dev.yaml:9:12: a protected environment takes no suffix, "pr-123" was given\n',
    ),
]


@pytest.mark.parametrize(
    ("suffix", "change", "message"),
    [case[1:] for case in SUFFIXED],
    ids=[case[0] for case in SUFFIXED],
)
def test_bad_suffix(suffix: str, change: Change, message: str, project: Path, tfgen: Tfgen) -> None:
    change(project)
    before = tree_hash(project)
    result = tfgen("render", "dev", "--suffix", suffix)
    assert (result.err, result.out, result.status) == (message, "", 2)
    assert tree_hash(project) == before


@pytest.mark.parametrize(
    "secret",
    ["hunter22-hunter22", "AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA PRIVATE KEY-----"],
)
def test_a_secret_is_never_printed(secret: str, project: Path, tfgen: Tfgen) -> None:
    replace(
        project / BASE,
        "      LOG_FORMAT: json\n    secrets:",
        f"      LOG_FORMAT: json\n      API_TOKEN: '{secret}'\n    secrets:",
    )
    for arguments in (("render", "dev", "--diff"), ("show", "dev", "--provenance"), ("list",)):
        result = tfgen(*arguments)
        assert result.status == 2
        assert secret not in result.out + result.err
        assert f"{BASE}:27:18: " in result.err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../x", '"../x" is not the name of an environment: '),
        ("Prod", '"Prod" is not the name of an environment: '),
        ("con", '"con" is not the name of an environment: Windows keeps this name for a device'),
        ("", '"" is not the name of an environment: '),
        ("_base", '"_base" is not the name of an environment: '),
    ],
)
def test_environment_names(name: str, message: str, project: Path, tfgen: Tfgen) -> None:
    before = tree_hash(project.parent)
    result = tfgen("render", name)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(message)
    assert tree_hash(project.parent) == before


def test_without_environments_folder(
    tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = tfgen("render", "--all")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        f"no environments/ folder in {tmp_path}\n"
        "  run tfgen in the folder that holds environments/ and templates/, "
        "or name it with -C DIR\n"
    )


def test_a_symbolic_link_in_place_of_the_output_is_not_followed(tiny: Path, tfgen: Tfgen) -> None:
    target = tiny.parent / "elsewhere"
    target.mkdir()
    (tiny / "generated").mkdir()
    (tiny / "generated/one").symlink_to(target)
    result = tfgen("render", "one", "--quiet", "--force")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("generated/one: is a symbolic link")
    assert list(target.iterdir()) == []


def test_a_foreign_file_in_the_way_is_kept(tiny: Path, tfgen: Tfgen) -> None:
    path = tiny / "generated/one/main.tf"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\n")
    before = tree_hash(tiny)
    result = tfgen("render", "one", "--quiet")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "generated/one/main.tf: was not written by tfgen and is in the way\n"
        "  move it out of the way, or render with --force to overwrite it\n"
    )
    assert tree_hash(tiny) == before


@pytest.mark.parametrize(
    ("code", "reason"),
    [(28, "No space left on device"), (30, "Read-only file system")],
)
def test_a_disk_that_refuses_is_an_error_and_the_old_tree_stays(
    code: int, reason: str, tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tfgen("render", "one")
    replace(tiny / "environments/one.yaml", "first", "second")
    before = (tiny / "generated/one/main.tf").read_bytes()

    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr("os.write", refuse)
        result = tfgen("render", "one", "--quiet")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("generated/one/")
    assert reason in result.err
    assert (tiny / "generated/one/main.tf").read_bytes() == before
    assert [path.name for path in (tiny / "generated/one").iterdir()].count(".tfgen.stage") == 0
