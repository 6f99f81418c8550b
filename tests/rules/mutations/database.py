"""The database: encryption, TLS, parameters, names, protection, exposure, replacement."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change

DEV = "dev/modules/database/main.tf"
STAGING = "staging/modules/database/main.tf"
PROD = "prod/modules/database/main.tf"
INSTANCE = "aws_db_instance.this"
PARAMETERS = "aws_db_parameter_group.this"

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "the database is not encrypted",
        "TFG101",
        (change(DEV, "storage_encrypted     = true", "storage_encrypted     = false"),),
        (Place("storage_encrypted     = false"),),
    ),
    Mutation(
        "the database does not say that it is encrypted",
        "TFG101",
        (
            change(PROD, "  storage_encrypted     = true\n", ""),
            change(PROD, "  kms_key_id            = var.kms_key_arn\n", ""),
        ),
        (Place(block=INSTANCE),),
    ),
    Mutation(
        "the lock table is not encrypted with the key",
        "TFG101",
        (
            change(
                "dev/modules/state_backend/main.tf",
                "    enabled     = true\n    kms_key_arn = var.kms_key_arn\n",
                "    enabled     = false\n",
            ),
        ),
        (Place("enabled     = false"),),
    ),
    Mutation(
        "the database takes connections without TLS",
        "TFG104",
        (
            change(
                DEV,
                'name         = "rds.force_ssl"\n    value        = "1"',
                'name         = "rds.force_ssl"\n    value        = "0"',
            ),
        ),
        (Place('value        = "0"'),),
    ),
    Mutation(
        "an older PostgreSQL without force_ssl",
        "TFG104",
        (
            change(
                PROD,
                """  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "pending-reboot"
  }
""",
                "",
            ),
            change(PROD, 'engine_version = "16"', 'engine_version = "14"'),
            change(PROD, '"postgres16"', '"postgres14"'),
        ),
        (Place(block=PARAMETERS),),
    ),
    Mutation(
        "a static parameter at once",
        "TFG161",
        (
            change(
                DEV,
                '"shared_preload_libraries"\n    value        = "pg_stat_statements"\n'
                '    apply_method = "pending-reboot"',
                '"shared_preload_libraries"\n    value        = "pg_stat_statements"\n'
                '    apply_method = "immediate" # now',
            ),
        ),
        (Place('apply_method = "immediate" # now'),),
    ),
    Mutation(
        "a static parameter without a method",
        "TFG161",
        (
            change(
                PROD,
                '"shared_preload_libraries"\n    value        = "pg_stat_statements"\n'
                '    apply_method = "pending-reboot"\n',
                '"shared_preload_libraries"\n    value        = "pg_stat_statements"\n',
            ),
        ),
        (Place('"shared_preload_libraries"', offset=-1),),
    ),
    Mutation(
        "a new major version with the old family",
        "TFG162",
        (change(DEV, 'engine_version = "16"', 'engine_version = "17"'),),
        (Place('family      = "postgres16"'),),
    ),
    Mutation(
        "a family of another version",
        "TFG162",
        (change(PROD, '"postgres16"', '"postgres15"'),),
        (Place('family      = "postgres15"'),),
    ),
    Mutation(
        "the family of another engine",
        "TFG162",
        (change(STAGING, '"postgres16"', '"mysql8.0"'),),
        (Place('family      = "mysql8.0"'),),
    ),
    Mutation(
        "a reserved master user",
        "TFG163",
        (change(DEV, 'username = "app_owner"', 'username = "admin"'),),
        (Place('username = "admin"'),),
    ),
    Mutation(
        "a master user with a hyphen",
        "TFG163",
        (change(PROD, 'username = "app_owner"', 'username = "app-owner"'),),
        (Place('username = "app-owner"'),),
    ),
    Mutation(
        "a database name that starts with a digit",
        "TFG163",
        (change(DEV, 'db_name  = "payments"', 'db_name  = "2payments"'),),
        (Place('db_name  = "2payments"'),),
    ),
    Mutation(
        "production without deletion protection",
        "TFG131",
        (change(PROD, "deletion_protection = true", "deletion_protection = false"),),
        (Place("deletion_protection = false"),),
    ),
    Mutation(
        "production does not ask for deletion protection",
        "TFG131",
        (change(PROD, "  deletion_protection = true\n", ""),),
        (Place(block=INSTANCE),),
    ),
    Mutation(
        "production without a final snapshot",
        "TFG131",
        (change(PROD, "skip_final_snapshot = false", "skip_final_snapshot = true"),),
        (Place("skip_final_snapshot = true"),),
    ),
    Mutation(
        "production without backups",
        "TFG131",
        (change(PROD, "backup_retention_period  = 35", "backup_retention_period  = 0"),),
        (Place("backup_retention_period  = 0"),),
    ),
    Mutation(
        "production with backups of a day",
        "TFG131",
        (change(PROD, "backup_retention_period  = 35", "backup_retention_period  = 1"),),
        (Place("backup_retention_period  = 1"),),
    ),
    Mutation(
        "production without a standby",
        "TFG131",
        (change(PROD, "multi_az               = true", "multi_az               = false"),),
        (Place("multi_az               = false"),),
    ),
    Mutation(
        "a load balancer of production without deletion protection",
        "TFG131",
        (
            change(
                "prod/modules/alb/main.tf",
                "enable_deletion_protection = true",
                "enable_deletion_protection = false",
            ),
        ),
        (Place("enable_deletion_protection = false"),),
    ),
    Mutation(
        "buckets of production that a destroy empties",
        "TFG131",
        (
            change(
                "prod/modules/assets_bucket/main.tf",
                "force_destroy = false",
                "force_destroy = true",
            ),
        ),
        (Place("force_destroy = true"),),
    ),
    Mutation(
        "a final snapshot without a name",
        "TFG132",
        (change(DEV, "skip_final_snapshot = true", "skip_final_snapshot = false"),),
        (Place("skip_final_snapshot = false"),),
    ),
    Mutation(
        "nothing is said of the final snapshot",
        "TFG132",
        (change(DEV, "  skip_final_snapshot = true\n", ""),),
        (Place(block=INSTANCE),),
    ),
    Mutation(
        "a database with a public address",
        "TFG112",
        (change(DEV, "publicly_accessible    = false", "publicly_accessible    = true"),),
        (Place("publicly_accessible    = true"),),
    ),
    Mutation(
        "the database in the public subnets",
        "TFG112",
        (
            change(
                "dev/main.tf",
                "subnet_ids               = module.network.database_subnet_ids",
                "subnet_ids               = module.network.public_subnet_ids",
            ),
        ),
        (Place("module.network.public_subnet_ids", "module.database", "dev/main.tf"),),
    ),
    Mutation(
        "the database's subnets lead to the internet",
        "TFG112",
        (
            change(
                "staging/modules/network/main.tf",
                "route_table_id = aws_route_table.database.id",
                "route_table_id = aws_route_table.public.id",
                "aws_route_table_association.database",
            ),
        ),
        (Place("module.network.database_subnet_ids", file="staging/main.tf"),),
    ),
    Mutation(
        "tasks of production with public addresses",
        "TFG112",
        (
            change(
                "prod/modules/ecs_service/worker/main.tf",
                "assign_public_ip = false",
                "assign_public_ip = true",
            ),
        ),
        (Place("assign_public_ip = true"),),
    ),
    Mutation(
        "snapshots without tags",
        "TFG143",
        (change(DEV, "  copy_tags_to_snapshot    = true\n", ""),),
        (Place(block=INSTANCE),),
    ),
    Mutation(
        "a restored database that every later plan replaces",
        "TFG133",
        (
            change(
                DEV,
                '  instance_class = "db.t4g.micro"\n',
                '  instance_class = "db.t4g.micro"\n\n  snapshot_identifier = "payments-1"\n',
            ),
            change(DEV, "      snapshot_identifier,\n", "", INSTANCE),
        ),
        (Place('snapshot_identifier = "payments-1"'),),
    ),
    Mutation(
        "a parameter group that goes before its successor comes",
        "TFG133",
        (
            change(
                DEV,
                "  lifecycle {\n    create_before_destroy = true\n  }\n",
                "",
                PARAMETERS,
            ),
        ),
        (Place(block=PARAMETERS),),
    ),
    Mutation(
        "a parameter group with a fixed name that must be there twice",
        "TFG133",
        (
            change(
                PROD,
                'name_prefix = "fintech-prod-postgres-16-"',
                'name        = "fintech-prod-postgres"',
                PARAMETERS,
            ),
        ),
        (Place('name        = "fintech-prod-postgres"', PARAMETERS),),
    ),
    Mutation(
        "production has no name for the final snapshot",
        "TFG132",
        (change(PROD, "  final_snapshot_identifier = ", "  # "),),
        (Place("skip_final_snapshot = false"),),
    ),
    Mutation(
        "another static parameter at once",
        "TFG161",
        (
            change(
                STAGING,
                "  # Milliseconds.\n",
                """  parameter {
    name         = "max_connections"
    value        = "200"
    apply_method = "immediate" # now
  }

  # Milliseconds.
""",
            ),
        ),
        (Place('apply_method = "immediate" # now'),),
    ),
    Mutation(
        "the lock table of production may be deleted",
        "TFG131",
        (
            change(
                "prod/modules/state_backend/main.tf",
                "deletion_protection_enabled = true",
                "deletion_protection_enabled = false",
            ),
        ),
        (Place("deletion_protection_enabled = false"),),
    ),
    Mutation(
        "a file system without encryption",
        "TFG101",
        (add("dev/main.tf", 'resource "aws_efs_file_system" "uploads" {}\n'),),
        (Place(block="aws_efs_file_system.uploads"),),
    ),
    Mutation(
        "snapshots of production without tags",
        "TFG143",
        (change(PROD, "copy_tags_to_snapshot    = true", "copy_tags_to_snapshot    = false"),),
        (Place("copy_tags_to_snapshot    = false"),),
    ),
)
