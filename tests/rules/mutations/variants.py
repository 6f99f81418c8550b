"""What the committed trees do not have: replicas, restored databases, endpoints instead of NAT."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

EVERYTHING = "everything"
NO_NAT = "interface endpoints without NAT gateways"
DATABASE = "variant/modules/database/main.tf"
NETWORK = "variant/modules/network/main.tf"
INSTANCE = "aws_db_instance.this"
REPLICA = "aws_db_instance.replica"
ENDPOINTS = "aws_vpc_endpoint.interface"
AT_TABLE = Place(block="aws_route_table.app")

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "a replica with a final snapshot",
        "TFG132",
        (change(DATABASE, "skip_final_snapshot = true", "skip_final_snapshot = false", REPLICA),),
        (Place("skip_final_snapshot = false", REPLICA),),
        base=EVERYTHING,
    ),
    Mutation(
        "replicas with public addresses",
        "TFG112",
        (
            change(
                DATABASE,
                "publicly_accessible    = false",
                "publicly_accessible    = true",
                REPLICA,
            ),
        ),
        (Place("publicly_accessible    = true"),),
        base=EVERYTHING,
    ),
    Mutation(
        "a log of a replica has no group",
        "TFG002",
        (change(DATABASE, '    "replica-2/upgrade",\n', ""),),
        (Place("enabled_cloudwatch_logs_exports", REPLICA),),
        base=EVERYTHING,
    ),
    Mutation(
        "replicas may come before their groups",
        "TFG002",
        (change(DATABASE, "    aws_cloudwatch_log_group.replica,\n", ""),),
        (Place("enabled_cloudwatch_logs_exports", REPLICA),) * 4,
        base=EVERYTHING,
    ),
    Mutation(
        "replicas of one name",
        "TFG142",
        (change(DATABASE, "postgres-replica-${each.key}", "postgres-replica-1"),),
        (Place("postgres-replica-1"),),
        base=EVERYTHING,
    ),
    Mutation(
        "a restored database that the end of the migration replaces",
        "TFG133",
        (change(DATABASE, "      snapshot_identifier,\n", ""),),
        (Place("snapshot_identifier = var.snapshot_identifier"),),
        base=EVERYTHING,
    ),
    Mutation(
        "autoscaling by requests and Terraform both set the number of tasks",
        "TFG134",
        (
            change(
                "variant/modules/ecs_service/api/main.tf",
                "ignore_changes = [desired_count]",
                "ignore_changes = [tags]",
            ),
        ),
        (Place("desired_count "),),
        base=EVERYTHING,
    ),
    Mutation(
        "the provider does not give the external id",
        "TFG204",
        (change("variant/providers.tf", '    external_id  = "partner-1"\n', ""),),
        (Place("role_arn "),),
        base=EVERYTHING,
        roots=("variant", "variant/bootstrap"),
    ),
    Mutation(
        "the provider gives another external id",
        "TFG204",
        (change("variant/providers.tf", '"partner-1"', '"partner-2"'),),
        (Place('"partner-2"'),),
        base=EVERYTHING,
        roots=("variant", "variant/bootstrap"),
    ),
    Mutation(
        "no endpoint for the images",
        "TFG154",
        (change(NETWORK, '"ecr.dkr", ', ""),),
        (AT_TABLE,),
        base=NO_NAT,
    ),
    Mutation(
        "no endpoint for the logs",
        "TFG154",
        (change(NETWORK, '"logs", ', ""),),
        (AT_TABLE,),
        base=NO_NAT,
    ),
    Mutation(
        "no endpoint for the secrets",
        "TFG154",
        (change(NETWORK, '"secretsmanager", ', ""),),
        (AT_TABLE,),
        base=NO_NAT,
    ),
    Mutation(
        "image layers do not come through the S3 endpoint",
        "TFG154",
        (
            change(
                NETWORK,
                "concat(values(aws_route_table.app)[*].id, [aws_route_table.database.id])",
                "[aws_route_table.database.id]",
            ),
        ),
        (AT_TABLE,),
        base=NO_NAT,
    ),
    Mutation(
        "endpoints without names of their own",
        "TFG154",
        (change(NETWORK, "private_dns_enabled = true", "private_dns_enabled = false"),),
        (Place("private_dns_enabled = false"),),
        base=NO_NAT,
    ),
    Mutation(
        "endpoints in a network without names",
        "TFG154",
        (change(NETWORK, "enable_dns_hostnames = true", "enable_dns_hostnames = false"),),
        (Place("enable_dns_hostnames = false"),),
        base=NO_NAT,
    ),
    Mutation(
        "endpoints that admit nobody",
        "TFG154",
        (
            remove(NETWORK, "aws_vpc_security_group_ingress_rule.endpoints_https"),
            change(
                "variant/modules/network/outputs.tf",
                "    aws_vpc_security_group_ingress_rule.endpoints_https,\n",
                "",
            ),
        ),
        (Place("security_group_ids "), Place("security_group_ids ")),
        base=NO_NAT,
    ),
)
