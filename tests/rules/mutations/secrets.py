"""Secrets in the code."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, add, change

API = "dev/modules/ecs_service/api/main.tf"
DATABASE = "dev/modules/database/main.tf"

MANAGED = """  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.kms_key_arn
"""

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "the master password is a literal",
        "TFG001",
        (change(DATABASE, MANAGED, '  password = "changeme123"\n'),),
        (Place('password = "changeme123"'),),
    ),
    Mutation(
        "the master password comes from a local",
        "TFG001",
        (
            change(DATABASE, MANAGED, "  password = local.master\n"),
            add(DATABASE, 'locals {\n  master = "Tr1cky-Horse"\n}\n'),
        ),
        (Place('master = "Tr1cky-Horse"'),),
    ),
    Mutation(
        "the master password is the default of a variable",
        "TFG001",
        (
            change(DATABASE, MANAGED, "  password = var.master_password\n"),
            add(
                "dev/modules/database/variables.tf",
                """variable "master_password" {
  type      = string
  sensitive = true
  default   = "Tr1cky-Horse"
}
""",
            ),
        ),
        (Place('default   = "Tr1cky-Horse"', file="dev/modules/database/variables.tf"),),
    ),
    Mutation(
        "the master password is an argument of the module",
        "TFG001",
        (
            change(DATABASE, MANAGED, "  password = var.master\n"),
            add("dev/modules/database/variables.tf", 'variable "master" {\n  type = string\n}\n'),
            change(
                "dev/main.tf",
                'source = "./modules/database"',
                'source = "./modules/database"\n  master = "Tr1cky-Horse"',
            ),
        ),
        (Place('master = "Tr1cky-Horse"', file="dev/main.tf"),),
    ),
    Mutation(
        "a password in the environment of a container",
        "TFG001",
        (
            change(
                API,
                '{ name = "LOG_FORMAT", value = "json" }',
                '{ name = "DB_PASSWORD", value = "Tr1cky-Horse" }',
            ),
        ),
        (Place('value = "Tr1cky-Horse"'),),
    ),
    Mutation(
        "a connection string with a password in the environment of a container",
        "TFG001",
        (
            change(
                "prod/modules/ecs_service/worker/main.tf",
                '{ name = "LOG_FORMAT", value = "json" }',
                '{ name = "LEDGER", value = "postgres://ledger:Tr1cky-Horse@ledger/main" }',
            ),
        ),
        (Place("postgres://ledger"),),
    ),
    Mutation(
        "an SSM parameter with its value",
        "TFG001",
        (
            add(
                "staging/main.tf",
                """resource "aws_ssm_parameter" "partner" {
  name  = "/fintech/staging/partner"
  type  = "SecureString"
  value = "Tr1cky-Horse"
}
""",
            ),
        ),
        (Place('value = "Tr1cky-Horse"'),),
    ),
    Mutation(
        "a secret with its text",
        "TFG001",
        (
            add(
                "staging/main.tf",
                """resource "aws_secretsmanager_secret_version" "partner" {
  secret_id     = "fintech-staging-partner"
  secret_string = jsonencode({ user = "fintech", password = "Tr1cky-Horse" })
}
""",
            ),
        ),
        (Place("secret_string = jsonencode"),),
    ),
    Mutation(
        "a provider with access keys",
        "TFG001",
        (
            change(
                "operations/providers.tf",
                '  region = "us-east-1"\n',
                '  region     = "us-east-1"\n'
                '  access_key = "AKIAQ7RZ3XW5LN2B4TYC"\n'
                '  secret_key = "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"\n',
            ),
        ),
        (Place("access_key = "), Place("secret_key = ")),
    ),
    Mutation(
        "a backend with a secret key",
        "TFG001",
        (
            change(
                "operations/backend.tf",
                "    encrypt    = true\n",
                "    encrypt    = true\n"
                '    secret_key = "q8Zt4Lk1Vn7Xc3Rb9Wd5Hs2Jf6Gp0My/Ua+Ei3Tq"\n',
            ),
        ),
        (Place("secret_key = "),),
    ),
    Mutation(
        "a private key in a heredoc",
        "TFG001",
        (
            add(
                "prod/dns.tf",
                """resource "aws_acm_certificate" "partner" {
  certificate_body = "from the partner"
  private_key      = <<-EOT
    -----BEGIN PRIVATE KEY-----
    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDH
    -----END PRIVATE KEY-----
  EOT
}
""",
            ),
        ),
        (Place("private_key      = <<-EOT"),),
    ),
    Mutation(
        "a token in the settings of a provider",
        "TFG001",
        (
            change(
                "peering/providers.tf",
                '  alias  = "dev"\n',
                '  alias  = "dev"\n  token  = "not-a-reference-0815"\n',
            ),
        ),
        (Place("token  = "),),
    ),
    Mutation(
        "a password in an output",
        "TFG001",
        (
            add(
                "dev/outputs.tf",
                'output "master_password" {\n  value     = "Tr1cky-Horse"\n  sensitive = true\n}\n',
            ),
        ),
        (Place('value     = "Tr1cky-Horse"'),),
    ),
    Mutation(
        "an access key in a comment",
        "TFG001",
        (
            change(
                "dev/locals.tf",
                "  # deployment role may not create a role.",
                "  # deployment role may not create a role. By hand: AKIAQ7RZ3XW5LN2B4TYC.",
            ),
        ),
        (Place("By hand: AKIA"),),
    ),
    Mutation(
        "a password in a provisioner",
        "TFG001",
        (
            add(
                "dev/main.tf",
                """resource "terraform_data" "seed" {
  provisioner "local-exec" {
    command = "PGPASSWORD=Tr1cky-Horse psql --file seed.sql"
  }
}
""",
            ),
        ),
        (Place("PGPASSWORD="),),
    ),
)
