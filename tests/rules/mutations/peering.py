"""Peering connections: accepter, routes, rules, options."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

FOLDER = "peering/modules/vpc_peering"
DEV_PROD = f"{FOLDER}/dev-to-prod/main.tf"
DEV_STAGING = f"{FOLDER}/dev-to-staging/main.tf"
STAGING_PROD = f"{FOLDER}/staging-to-prod/main.tf"
CONNECTION = "aws_vpc_peering_connection.this"
ACCEPTER = "aws_vpc_peering_connection_accepter.this"
AT_CONNECTION = (Place(block=CONNECTION),)

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "no route there",
        "TFG007",
        (remove(DEV_PROD, "aws_route.requester"),),
        AT_CONNECTION,
        also=("TFG307",),
    ),
    Mutation(
        "no route back",
        "TFG007",
        (remove(DEV_STAGING, "aws_route.accepter"),),
        AT_CONNECTION,
        also=("TFG307",),
    ),
    Mutation(
        "the caller may not call out",
        "TFG007",
        (remove(DEV_PROD, "aws_vpc_security_group_egress_rule.api_from_requester"),),
        AT_CONNECTION,
        also=("TFG307",),
    ),
    Mutation(
        "the called service does not admit the caller",
        "TFG007",
        (remove(DEV_PROD, "aws_vpc_security_group_ingress_rule.api_from_requester"),),
        AT_CONNECTION,
        also=("TFG307",),
    ),
    Mutation(
        "no names of the other side for the caller",
        "TFG007",
        (remove(STAGING_PROD, "aws_vpc_peering_connection_options.requester"),),
        AT_CONNECTION,
    ),
    Mutation(
        "no names of the other side for the called",
        "TFG007",
        (remove(STAGING_PROD, "aws_vpc_peering_connection_options.accepter"),),
        AT_CONNECTION,
    ),
    Mutation(
        "names of the other side are switched off",
        "TFG007",
        (
            change(
                DEV_PROD,
                "allow_remote_vpc_dns_resolution = true",
                "allow_remote_vpc_dns_resolution = false",
                "aws_vpc_peering_connection_options.accepter",
            ),
        ),
        (Place("allow_remote_vpc_dns_resolution = false"),),
    ),
    Mutation(
        "the accepter does not accept",
        "TFG007",
        (change(DEV_PROD, "auto_accept               = true", "auto_accept = false", ACCEPTER),),
        (Place("auto_accept = false", ACCEPTER),),
    ),
    Mutation(
        "a bare connection",
        "TFG007",
        (
            remove(DEV_PROD, ACCEPTER),
            remove(DEV_PROD, "aws_vpc_peering_connection_options.requester"),
            remove(DEV_PROD, "aws_vpc_peering_connection_options.accepter"),
            remove(DEV_PROD, "aws_route.requester"),
            remove(DEV_PROD, "aws_route.accepter"),
            remove(DEV_PROD, "aws_vpc_security_group_egress_rule.api_from_requester"),
            remove(DEV_PROD, "aws_vpc_security_group_ingress_rule.api_from_requester"),
            change(
                f"{FOLDER}/dev-to-prod/outputs.tf",
                "aws_vpc_peering_connection_accepter.this.id",
                "aws_vpc_peering_connection.this.id",
            ),
        ),
        AT_CONNECTION,
        also=("TFG307",),
    ),
    Mutation(
        "the requester accepts in another account",
        "TFG007",
        (change(DEV_PROD, "auto_accept = false", "auto_accept = true", CONNECTION),),
        (Place("auto_accept = true", CONNECTION),),
    ),
    Mutation(
        "a route to another network",
        "TFG007",
        (
            change(
                DEV_PROD,
                'destination_cidr_block    = "10.2.0.0/16"',
                'destination_cidr_block    = "10.1.0.0/16"',
                "aws_route.requester",
            ),
        ),
        (Place('destination_cidr_block    = "10.1.0.0/16"', "aws_route.requester"),),
    ),
    Mutation(
        "options before the connection is accepted",
        "TFG007",
        (
            change(
                STAGING_PROD,
                "aws_vpc_peering_connection_accepter.this.id",
                "aws_vpc_peering_connection.this.id",
                "aws_vpc_peering_connection_options.requester",
            ),
        ),
        (
            Place(
                "vpc_peering_connection_id = aws_vpc_peering_connection.this.id",
                "aws_vpc_peering_connection_options.requester",
            ),
        ),
    ),
    Mutation(
        "options of the other side",
        "TFG007",
        (
            change(
                DEV_STAGING,
                "provider = aws.requester",
                "provider = aws.accepter",
                "aws_vpc_peering_connection_options.requester",
            ),
        ),
        (Place("requester {", "aws_vpc_peering_connection_options.requester"),),
    ),
    Mutation(
        "networks that overlap",
        "TFG007",
        (
            change("peering/data.tf", '"10.2.0.0/16"', '"10.0.128.0/17"'),
            *(
                change(file, '"10.2.0.0/16"', '"10.0.128.0/17"', block)
                for file in (DEV_PROD, STAGING_PROD)
                for block in (
                    "aws_route.requester",
                    "aws_vpc_security_group_egress_rule.api_from_requester",
                )
            ),
        ),
        (Place("peer_vpc_id ", file=DEV_PROD),),
    ),
)
