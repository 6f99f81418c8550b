"""The whole system, applied for real: Terraform, the AWS provider, and moto in the place of AWS.

One run builds it all, the tests look at what it made, and the last one destroys it. Roots that do
not depend on each other run side by side.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.cloud import ACCOUNTS, Cloud, running_cloud
from tests.e2e.roots import LOCAL_BACKEND, Root, apply, destroy, init, second_plan
from tests.e2e.system import BOOTSTRAPS, ENVIRONMENTS, ROOTS, System, build, side_by_side
from tests.tools import provider_or_registry, run, terraform

pytestmark = pytest.mark.xdist_group("e2e")

REQUIRED_TAGS = {"Environment", "Team", "CostCenter", "Project", "ManagedBy"}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    terraform()
    folder = tmp_path_factory.mktemp("e2e")
    cache = folder / "plugins"
    provider = provider_or_registry(cache)
    with running_cloud(folder / "moto.log") as cloud:
        yield build(cloud, folder, provider, None if provider else cache)


def outputs(root: Root) -> dict[str, Any]:
    """The outputs of a root by name."""
    result = subprocess.run(
        [terraform(), "output", "-json"],
        cwd=root.folder,
        env=dict(root.environment),
        capture_output=True,
        check=True,
    )
    return {name: output["value"] for name, output in json.loads(result.stdout).items()}


def test_nothing_is_left_to_do(system: System) -> None:
    plans: dict[str, list[str]] = {}
    side_by_side(
        lambda root: plans.update({root.name: second_plan(root)}),
        (system.roots[name] for name in ROOTS),
    )
    assert {name: plan for name, plan in plans.items() if plan} == {}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_flat_outputs_say_what_aws_holds(system: System, name: str) -> None:
    root = system.roots[name]
    code = "from tfgen.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "outputs", name, "-C", str(system.project)],
        env=dict(root.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    flat = json.loads((system.project / "cfn-outputs/flat-outputs.json").read_text())
    ec2 = system.cloud.client(name, "ec2")
    mine = [{"Name": "tag:Environment", "Values": [name]}]
    (vpc,) = ec2.describe_vpcs(Filters=mine)["Vpcs"]
    assert flat["vpc_id"] == vpc["VpcId"]
    assert flat["vpc_cidr"] == vpc["CidrBlock"]
    subnets = ec2.describe_subnets(Filters=mine)["Subnets"]
    kinds = ("public_subnet_ids", "private_subnet_ids", "database_subnet_ids")
    listed = [subnet for kind in kinds for subnet in flat[kind]]
    assert sorted(listed) == sorted(subnet["SubnetId"] for subnet in subnets)
    tables = {
        table["RouteTableId"] for table in ec2.describe_route_tables(Filters=mine)["RouteTables"]
    }
    assert {value for key, value in flat.items() if key.startswith("route_table_ids_")} == tables
    groups = {
        group["GroupName"]: group["GroupId"]
        for group in ec2.describe_security_groups(Filters=mine)["SecurityGroups"]
    }
    for kind in ("alb", "app", "database"):
        assert flat[f"{kind}_security_group_id"] == groups[f"fintech-{name}-{kind}"]
    (balancer,) = system.cloud.client(name, "elbv2").describe_load_balancers()["LoadBalancers"]
    assert flat["alb_dns_name"] == balancer["DNSName"]
    (database,) = system.cloud.client(name, "rds").describe_db_instances()["DBInstances"]
    endpoint = database["Endpoint"]
    assert flat["rds_endpoint"] == f"{endpoint['Address']}:{endpoint['Port']}"
    assert flat["rds_instance_identifier"] == database["DBInstanceIdentifier"]
    assert flat["rds_master_secret_arn"] == database["MasterUserSecret"]["SecretArn"]
    buckets = {one["Name"] for one in system.cloud.client(name, "s3").list_buckets()["Buckets"]}
    assert {flat["assets_bucket_name"], flat["log_bucket_name"]} <= buckets


def test_the_original_account_is_looked_up(system: System) -> None:
    found = outputs(system.roots["staging"])
    (zone,) = system.cloud.client("legacy", "route53").list_hosted_zones()["HostedZones"]
    assert zone["Id"].endswith(found["legacy_zone_id"])
    assert found["legacy_bucket_names"] == {"documents": "fintech-documents"}
    account = ACCOUNTS["legacy"]
    for output, key in (
        ("legacy_kms_key_arns", "documents"),
        ("legacy_secret_arns", "partner"),
        ("legacy_snapshot_arns", "payments"),
    ):
        assert f":{account}:" in found[output][key]


def test_the_database_was_restored_under_a_key_of_its_own(system: System) -> None:
    rds = system.cloud.client("staging", "rds")
    (snapshot,) = rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    (database,) = rds.describe_db_instances()["DBInstances"]
    key = outputs(system.roots["staging"])["kms_key_arn"]
    assert snapshot["KmsKeyId"] == database["KmsKeyId"] == key
    assert database["MasterUsername"] == "app_owner"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_state_holds_the_password_of_the_database(system: System, name: str) -> None:
    cloud = system.cloud
    secrets = cloud.client(name, "secretsmanager")
    passwords = [
        json.loads(secrets.get_secret_value(SecretId=secret["ARN"])["SecretString"])["password"]
        for secret in secrets.list_secrets()["SecretList"]
        if secret["Name"].startswith("rds!")
    ]
    assert passwords
    texts = {str(path): path.read_text() for path in system.project.rglob("*.tfstate*")}
    for account in ("operations", *ENVIRONMENTS):
        s3 = cloud.client(account, "s3")
        bucket = f"fintech-tfstate-{account}-{ACCOUNTS[account]}"
        for version in s3.list_object_versions(Bucket=bucket)["Versions"]:
            stored = s3.get_object(
                Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"]
            )
            texts[f"{bucket}/{version['Key']}"] = stored["Body"].read().decode()
    states = [text for text in texts if text.endswith("terraform.tfstate")]
    assert len(states) >= len(ROOTS)
    assert [name for name, text in texts.items() if any(one in text for one in passwords)] == []
    assert "not-a-real-one" not in "".join(texts.values())


def test_peering_is_active_routed_and_open_for_its_flows_only(system: System) -> None:
    cidrs = {"dev": "10.0.0.0/16", "staging": "10.1.0.0/16"}
    for name, other in (("dev", "staging"), ("staging", "dev")):
        ec2 = system.cloud.client(name, "ec2")
        (connection,) = ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
        assert connection["Status"]["Code"] == "active"
        for side in ("RequesterVpcInfo", "AccepterVpcInfo"):
            assert connection[side]["PeeringOptions"]["AllowDnsResolutionFromRemoteVpc"]
        mine = [{"Name": "tag:Environment", "Values": [name]}]
        tables = ec2.describe_route_tables(Filters=mine)["RouteTables"]
        assert len(tables) == 4
        for table in tables:
            routes = {
                route.get("DestinationCidrBlock"): route.get("VpcPeeringConnectionId")
                for route in table["Routes"]
            }
            assert routes[cidrs[other]] == connection["VpcPeeringConnectionId"]
        rules = [
            (rule["IsEgress"], rule["FromPort"], rule["ToPort"], rule["CidrIpv4"])
            for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]
            if rule.get("CidrIpv4") in cidrs.values()
        ]
        assert rules == [(name == "dev", 8080, 8080, cidrs[other])]


def test_the_registry_admits_the_execution_roles_of_the_pipelines_only(system: System) -> None:
    ecr = system.cloud.client("operations", "ecr")
    repositories = ecr.describe_repositories()["repositories"]
    assert sorted(one["repositoryName"] for one in repositories) == [
        "fintech/api",
        "fintech/worker",
    ]
    for repository in repositories:
        text = ecr.get_repository_policy(repositoryName=repository["repositoryName"])["policyText"]
        (statement,) = json.loads(text)["Statement"]
        assert sorted(statement["Principal"]["AWS"]) == [
            f"arn:aws:iam::{ACCOUNTS[name]}:root" for name in ENVIRONMENTS
        ]
        assert sorted(statement["Condition"]["ArnLike"]["aws:PrincipalArn"]) == [
            f"arn:aws:iam::{ACCOUNTS[name]}:role/fintech-{name}-*-execution"
            for name in ENVIRONMENTS
        ]


def customer_keys(cloud: Cloud, account: str) -> list[dict[str, Any]]:
    """The KMS keys of an account, but for the one that moto makes for services, as AWS does."""
    kms = cloud.client(account, "kms")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    return [key for key in keys if key["Description"] != "Default key"]


def tags_by_resource(cloud: Cloud, account: str) -> dict[str, set[str]]:
    """The keys of the tags of everything taggable that an account holds, service by service."""
    found: dict[str, set[str]] = {}

    def note(name: str, tags: Any) -> None:
        if isinstance(tags, dict):
            found[name] = set(tags)
        else:
            spellings = ("Key", "key", "TagKey")
            found[name] = {tag[key] for tag in tags or () for key in spellings if key in tag}

    ec2 = cloud.client(account, "ec2")
    for call, answer, identifier in (
        ("describe_vpcs", "Vpcs", "VpcId"),
        ("describe_subnets", "Subnets", "SubnetId"),
        ("describe_security_groups", "SecurityGroups", "GroupId"),
        ("describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"),
        ("describe_route_tables", "RouteTables", "RouteTableId"),
        ("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
        ("describe_nat_gateways", "NatGateways", "NatGatewayId"),
        ("describe_addresses", "Addresses", "AllocationId"),
        ("describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
        ("describe_flow_logs", "FlowLogs", "FlowLogId"),
        ("describe_vpc_peering_connections", "VpcPeeringConnections", "VpcPeeringConnectionId"),
    ):
        for one in getattr(ec2, call)()[answer]:
            note(one[identifier], one.get("Tags"))
    iam = cloud.client(account, "iam")
    for role in iam.list_roles()["Roles"]:
        note(role["Arn"], iam.list_role_tags(RoleName=role["RoleName"])["Tags"])
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        note(policy["Arn"], iam.list_policy_tags(PolicyArn=policy["Arn"])["Tags"])
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        arn = provider["Arn"]
        note(arn, iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Tags"])
    kms = cloud.client(account, "kms")
    for key in customer_keys(cloud, account):
        note(key["Arn"], kms.list_resource_tags(KeyId=key["KeyId"])["Tags"])
    s3 = cloud.client(account, "s3")
    for bucket in s3.list_buckets()["Buckets"]:
        note(bucket["Name"], s3.get_bucket_tagging(Bucket=bucket["Name"])["TagSet"])
    logs = cloud.client(account, "logs")
    for group in logs.describe_log_groups()["logGroups"]:
        note(
            group["logGroupName"],
            logs.list_tags_log_group(logGroupName=group["logGroupName"])["tags"],
        )
    rds = cloud.client(account, "rds")
    arns = [one["DBInstanceArn"] for one in rds.describe_db_instances()["DBInstances"]]
    arns += [one["DBSubnetGroupArn"] for one in rds.describe_db_subnet_groups()["DBSubnetGroups"]]
    arns += [
        one["DBParameterGroupArn"]
        for one in rds.describe_db_parameter_groups()["DBParameterGroups"]
    ]
    arns += [one["DBSnapshotArn"] for one in rds.describe_db_snapshots()["DBSnapshots"]]
    for arn in arns:
        note(arn, rds.list_tags_for_resource(ResourceName=arn)["TagList"])
    ecs = cloud.client(account, "ecs")
    for cluster in ecs.list_clusters()["clusterArns"]:
        note(cluster, ecs.list_tags_for_resource(resourceArn=cluster)["tags"])
        for service in ecs.list_services(cluster=cluster)["serviceArns"]:
            note(service, ecs.list_tags_for_resource(resourceArn=service)["tags"])
    for definition in ecs.list_task_definitions()["taskDefinitionArns"]:
        note(definition, ecs.list_tags_for_resource(resourceArn=definition)["tags"])
    elb = cloud.client(account, "elbv2")
    balancers = [one["LoadBalancerArn"] for one in elb.describe_load_balancers()["LoadBalancers"]]
    arns = [*balancers]
    arns += [one["TargetGroupArn"] for one in elb.describe_target_groups()["TargetGroups"]]
    listeners = [
        one["ListenerArn"]
        for balancer in balancers
        for one in elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
    ]
    arns += listeners
    for arn in arns:
        (described,) = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
        note(arn, described["Tags"])
    sns = cloud.client(account, "sns")
    for topic in sns.list_topics()["Topics"]:
        arn = topic["TopicArn"]
        note(arn, sns.list_tags_for_resource(ResourceArn=arn)["Tags"])
    cloudwatch = cloud.client(account, "cloudwatch")
    for alarm in cloudwatch.describe_alarms()["MetricAlarms"]:
        arn = alarm["AlarmArn"]
        note(arn, cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"])
    acm = cloud.client(account, "acm")
    for certificate in acm.list_certificates()["CertificateSummaryList"]:
        arn = certificate["CertificateArn"]
        note(arn, acm.list_tags_for_certificate(CertificateArn=arn)["Tags"])
    dynamodb = cloud.client(account, "dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
        note(arn, dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"])
    ecr = cloud.client(account, "ecr")
    for repository in ecr.describe_repositories()["repositories"]:
        arn = repository["repositoryArn"]
        note(arn, ecr.list_tags_for_resource(resourceArn=arn)["tags"])
    return found


def made_by_others(cloud: Cloud, account: str) -> set[str]:
    """What Terraform did not make: the account's default network and what AWS makes with a VPC."""
    ec2 = cloud.client(account, "ec2")
    default = {vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["IsDefault"]}
    found = set(default)
    for call, answer, identifier in (
        ("describe_subnets", "Subnets", "SubnetId"),
        ("describe_security_groups", "SecurityGroups", "GroupId"),
        ("describe_route_tables", "RouteTables", "RouteTableId"),
    ):
        found |= {
            one[identifier] for one in getattr(ec2, call)()[answer] if one["VpcId"] in default
        }
    for gateway in ec2.describe_internet_gateways()["InternetGateways"]:
        if {one["VpcId"] for one in gateway["Attachments"]} & default:
            found.add(gateway["InternetGatewayId"])
    # Every VPC comes with a main route table; no subnet uses ours.
    for table in ec2.describe_route_tables()["RouteTables"]:
        if any(association["Main"] for association in table["Associations"]):
            found.add(table["RouteTableId"])
    # The rules of default groups.
    for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]:
        if rule["GroupId"] in found:
            found.add(rule["SecurityGroupRuleId"])
    return found


@pytest.mark.parametrize("account", ["operations", *ENVIRONMENTS])
def test_everything_carries_the_required_tags(system: System, account: str) -> None:
    tags = tags_by_resource(system.cloud, account)
    others = made_by_others(system.cloud, account)
    checked = {name: keys for name, keys in tags.items() if name not in others}
    assert len(checked) >= (10 if account == "operations" else 70)
    lacking = {name: keys for name, keys in checked.items() if not keys >= REQUIRED_TAGS}
    assert lacking == {}


def test_the_setting_restore_from_can_go_without_the_database(system: System) -> None:
    path = system.project / "environments/staging.yaml"
    text = path.read_text()
    kept = [line for line in text.splitlines() if "restore_from:" not in line]
    path.write_text("\n".join(kept) + "\n")
    system.tfgen("render", "staging")
    try:
        root = system.roots["staging"]
        root.run("without-restore", "plan", "-lock=false", "-out=plan")
        shown = run(terraform(), "show", "-json", "plan", cwd=root.folder)
        changes = {
            change["address"]: change["change"]["actions"]
            for change in json.loads(shown.stdout)["resource_changes"]
            if change["change"]["actions"] not in (["no-op"], ["read"])
        }
    finally:
        path.write_text(text)
        system.tfgen("render", "staging")
    assert changes == {"aws_db_snapshot_copy.restore": ["delete"]}


def test_a_copy_with_a_suffix_makes_only_things_of_its_own(system: System) -> None:
    system.tfgen("render", "dev", "--suffix", "pr-1")
    folder = system.project / "generated/dev-pr-1"
    keys = system.cloud.credentials("operations", "fintech-ci-dev")
    dev = system.roots["dev"]
    variables = {**dev.environment, **keys}
    root = Root("dev-pr-1", folder, variables, dev.provider, dev.logs)
    init(root)
    root.run("plan", "plan", "-lock=false", "-out=plan")
    plan = json.loads(run(terraform(), "show", "-json", "plan", cwd=folder).stdout)
    changes = plan["resource_changes"]
    assert {tuple(one["change"]["actions"]) for one in changes} == {("create",), ("read",)}
    names = [
        one["change"]["after"][key]
        for one in changes
        if one["mode"] == "managed"
        for key in ("name", "bucket", "identifier", "alarm_name", "family")
        if one["change"]["after"].get(key)
    ]
    assert len(names) > 30
    taken = outputs(dev)
    assert [name for name in names if name in taken.values()] == []
    assert [
        name for name in names if "fintech-dev" in name and "fintech-dev-pr-1" not in name
    ] == []


def test_destroyed_in_reverse_order_it_leaves_nothing(system: System) -> None:
    cloud, roots = system.cloud, system.roots
    destroy(roots["peering"])
    side_by_side(destroy, (roots[name] for name in ENVIRONMENTS))
    destroy(roots["operations"])
    side_by_side(_destroy_bootstrap, (roots[name] for name in BOOTSTRAPS))
    assert {account: leftovers(cloud, account) for account in ("operations", *ENVIRONMENTS)} == {
        "operations": {},
        "dev": {},
        "staging": {},
    }


def _destroy_bootstrap(root: Root) -> None:
    """As the documentation says: state back to a file, protection off, bucket emptied."""
    (root.folder / "backend_override.tf").write_text(LOCAL_BACKEND)
    init(root, "back", "-migrate-state", "-force-copy")
    (root.folder.parent / "modules/state_backend/destroy_override.tf").write_text(
        'resource "aws_s3_bucket" "this" {\n  force_destroy = true\n\n'
        "  lifecycle {\n    prevent_destroy = false\n  }\n}\n\n"
        'resource "aws_dynamodb_table" "locks" {\n  deletion_protection_enabled = false\n}\n'
    )
    apply(root, "unlock")
    destroy(root)


def active_clusters(cloud: Cloud, account: str) -> list[str]:
    """The ECS clusters of an account; deleted ones stay listed as inactive for a while."""
    ecs = cloud.client(account, "ecs")
    arns = ecs.list_clusters()["clusterArns"]
    described = ecs.describe_clusters(clusters=arns)["clusters"] if arns else []
    return [one["clusterArn"] for one in described if one["status"] != "INACTIVE"]


def leftovers(cloud: Cloud, account: str) -> dict[str, list[str]]:
    """What an account still holds, but for what prepared it and keys that wait for deletion."""
    ec2 = cloud.client(account, "ec2")
    iam = cloud.client(account, "iam")
    rds = cloud.client(account, "rds")
    elb = cloud.client(account, "elbv2")
    route53 = cloud.client(account, "route53")
    found = {
        "vpcs": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "peerings": [
            one["VpcPeeringConnectionId"]
            for one in ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
            if one["Status"]["Code"] != "deleted"
        ],
        "addresses": [one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]],
        "buckets": [one["Name"] for one in cloud.client(account, "s3").list_buckets()["Buckets"]],
        "roles": [one["RoleName"] for one in iam.list_roles()["Roles"]],
        "policies": [one["PolicyName"] for one in iam.list_policies(Scope="Local")["Policies"]],
        "databases": [
            one["DBInstanceIdentifier"] for one in rds.describe_db_instances()["DBInstances"]
        ],
        "snapshots": [
            one["DBSnapshotIdentifier"] for one in rds.describe_db_snapshots()["DBSnapshots"]
        ],
        "secrets": [
            one["Name"]
            for one in cloud.client(account, "secretsmanager").list_secrets()["SecretList"]
            if not one["Name"].endswith("-payment-provider")
        ],
        "log groups": [
            one["logGroupName"]
            for one in cloud.client(account, "logs").describe_log_groups()["logGroups"]
        ],
        "groups of databases": [
            *(
                one["DBSubnetGroupName"]
                for one in rds.describe_db_subnet_groups()["DBSubnetGroups"]
            ),
            *(
                one["DBParameterGroupName"]
                for one in rds.describe_db_parameter_groups()["DBParameterGroups"]
            ),
        ],
        "load balancers": [
            *(one["LoadBalancerArn"] for one in elb.describe_load_balancers()["LoadBalancers"]),
            *(one["TargetGroupArn"] for one in elb.describe_target_groups()["TargetGroups"]),
        ],
        "certificates": [
            one["CertificateArn"]
            for one in cloud.client(account, "acm").list_certificates()["CertificateSummaryList"]
        ],
        "records": [
            one["Name"]
            for zone in route53.list_hosted_zones()["HostedZones"]
            for one in route53.list_resource_record_sets(HostedZoneId=zone["Id"])[
                "ResourceRecordSets"
            ]
            if one["Type"] not in ("NS", "SOA")
        ],
        "alarms": [
            one["AlarmName"]
            for one in cloud.client(account, "cloudwatch").describe_alarms()["MetricAlarms"]
        ],
        "topics": [one["TopicArn"] for one in cloud.client(account, "sns").list_topics()["Topics"]],
        "clusters": active_clusters(cloud, account),
        "tables": cloud.client(account, "dynamodb").list_tables()["TableNames"],
        "repositories": [
            one["repositoryName"]
            for one in cloud.client(account, "ecr").describe_repositories()["repositories"]
        ],
        "keys": [
            key["KeyId"]
            for key in customer_keys(cloud, account)
            if key["KeyState"] != "PendingDeletion"
        ],
    }
    return {kind: names for kind, names in found.items() if names}
