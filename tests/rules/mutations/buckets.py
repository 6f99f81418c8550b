"""Buckets: what an environment must have, protection, TLS, logs of the load balancer."""

from __future__ import annotations

from tests.rules.mutations.mutation import Mutation, Place, change, remove

ASSETS = "dev/modules/assets_bucket/main.tf"
LOGS = "dev/modules/log_bucket/main.tf"
STATE = "dev/modules/state_backend/main.tf"
BUCKET = "aws_s3_bucket.this"
ACCESS_BLOCK = "aws_s3_bucket_public_access_block.this"
VERSIONING = "aws_s3_bucket_versioning.this"
ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration.this"
AT_POLICY = Place("policy = data.aws_iam_policy_document.this.json")

INSECURE = """  statement {
    sid       = "DenyInsecureTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
"""

REQUIRED: tuple[Mutation, ...] = (
    Mutation(
        "no assets bucket",
        "TFG003",
        (
            change(
                "dev/main.tf",
                "  assets_bucket_name  = module.assets_bucket.bucket_name\n"
                "  assets_bucket_arn   = module.assets_bucket.bucket_arn\n",
                '  assets_bucket_name  = "fintech-shared"\n'
                '  assets_bucket_arn   = "arn:aws:s3:::fintech-shared"\n',
            ),
            remove("dev/main.tf", "module.assets_bucket"),
            remove("dev/outputs.tf", "output.assets_bucket_name"),
        ),
        (Place(block="terraform", file="dev/backend.tf"),),
    ),
    Mutation(
        "the assets have no versions",
        "TFG003",
        (
            remove(ASSETS, VERSIONING),
            change(ASSETS, "  depends_on = [aws_s3_bucket_versioning.this]\n", ""),
        ),
        (Place(block=BUCKET),),
    ),
    Mutation(
        "the versions of the assets are suspended",
        "TFG003",
        (change(ASSETS, '"Enabled"', '"Suspended"', VERSIONING),),
        (Place('"Suspended"'),),
    ),
    Mutation(
        "the versions of another bucket",
        "TFG003",
        (change(ASSETS, "aws_s3_bucket.this.id", '"fintech-dev-files"', VERSIONING),),
        (Place(block=BUCKET),),
    ),
    Mutation(
        "the assets have no encryption of their own",
        "TFG003",
        (remove(ASSETS, ENCRYPTION),),
        (Place(block=BUCKET),),
        also=("TFG307",),
    ),
    Mutation(
        "the assets of production have no public access block",
        "TFG003",
        (
            remove("prod/modules/assets_bucket/main.tf", ACCESS_BLOCK),
            change(
                "prod/modules/assets_bucket/main.tf",
                "  depends_on = [aws_s3_bucket_public_access_block.this]\n",
                "",
            ),
        ),
        (Place(block=BUCKET),),
    ),
    Mutation(
        "the database in the default subnets",
        "TFG003",
        (
            change(
                "dev/modules/database/main.tf",
                "  db_subnet_group_name   = aws_db_subnet_group.this.name\n",
                "",
            ),
        ),
        (Place(block="aws_db_instance.this", file="dev/modules/database/main.tf"),),
    ),
    Mutation(
        "staging without its assets bucket",
        "TFG003",
        (
            change(
                "staging/main.tf",
                "  assets_bucket_name  = module.assets_bucket.bucket_name\n"
                "  assets_bucket_arn   = module.assets_bucket.bucket_arn\n",
                '  assets_bucket_name  = "fintech-shared"\n'
                '  assets_bucket_arn   = "arn:aws:s3:::fintech-shared"\n',
            ),
            remove("staging/main.tf", "module.assets_bucket"),
            remove("staging/outputs.tf", "output.assets_bucket_name"),
        ),
        (Place(block="terraform", file="staging/backend.tf"),),
    ),
    Mutation(
        "the versions of the assets are made in no case",
        "TFG003",
        (
            change(
                ASSETS,
                "  bucket = aws_s3_bucket.this.id\n",
                "  count  = 0\n  bucket = aws_s3_bucket.this.id\n",
                VERSIONING,
            ),
            change(ASSETS, "  depends_on = [aws_s3_bucket_versioning.this]\n", ""),
        ),
        (Place(block=BUCKET),),
    ),
)

OTHERS: tuple[Mutation, ...] = (
    Mutation(
        "the assets answer without TLS",
        "TFG103",
        (change(ASSETS, INSECURE, ""),),
        (AT_POLICY,),
    ),
    Mutation(
        "TLS is asked for reading alone",
        "TFG103",
        (
            change(
                LOGS,
                'sid       = "DenyInsecureTransport"\n    effect    = "Deny"\n'
                '    actions   = ["s3:*"]',
                'sid       = "DenyInsecureTransport"\n    effect    = "Deny"\n'
                '    actions   = ["s3:GetObject"]',
            ),
        ),
        (AT_POLICY,),
    ),
    Mutation(
        "TLS is asked for the objects of the state alone",
        "TFG103",
        (
            change(
                STATE,
                'sid       = "DenyInsecureTransport"\n    effect    = "Deny"\n'
                '    actions   = ["s3:*"]\n    resources = [aws_s3_bucket.this.arn, ',
                'sid       = "DenyInsecureTransport"\n    effect    = "Deny"\n'
                '    actions   = ["s3:*"]\n    resources = [',
            ),
        ),
        (AT_POLICY,),
    ),
    Mutation(
        "the state has no public access block",
        "TFG105",
        (
            remove(STATE, ACCESS_BLOCK),
            change(STATE, "  depends_on = [aws_s3_bucket_public_access_block.this]\n", ""),
        ),
        (Place(block=BUCKET),),
    ),
    Mutation(
        "the logs have no encryption of their own",
        "TFG105",
        (remove(LOGS, ENCRYPTION),),
        (Place(block=BUCKET),),
    ),
    Mutation(
        "a public access block that lets policies open the assets",
        "TFG113",
        (change(ASSETS, "block_public_policy     = true", "block_public_policy     = false"),),
        (Place("block_public_policy     = false"),),
        also=("TFG003",),
    ),
    Mutation(
        "a public access block without one of its switches",
        "TFG113",
        (change(LOGS, "  restrict_public_buckets = true\n", ""),),
        (Place(block=ACCESS_BLOCK),),
    ),
    Mutation(
        "everybody may read the logs",
        "TFG113",
        (
            change(
                LOGS,
                '      type        = "Service"\n'
                '      identifiers = ["logging.s3.amazonaws.com"]\n'
                "    }\n\n"
                "    condition {\n"
                '      test     = "StringEquals"\n'
                '      variable = "aws:SourceAccount"\n'
                '      values   = ["111111111111"]\n'
                "    }\n",
                '      type        = "AWS"\n      identifiers = ["*"] # all\n    }\n',
            ),
        ),
        (Place('identifiers = ["*"] # all'),),
    ),
    Mutation(
        "everybody may publish alarms",
        "TFG113",
        (
            change(
                "dev/modules/monitoring/main.tf",
                '      type        = "Service"\n'
                '      identifiers = ["cloudwatch.amazonaws.com"]\n'
                "    }\n\n"
                "    condition {\n"
                '      test     = "StringEquals"\n'
                '      variable = "aws:SourceAccount"\n'
                '      values   = ["111111111111"]\n'
                "    }\n",
                '      type        = "*"\n      identifiers = ["*"] # all\n    }\n',
            ),
        ),
        (Place('identifiers = ["*"] # all'),),
    ),
    Mutation(
        "the logs are encrypted with a key",
        "TFG171",
        (change(LOGS, '"AES256"', '"aws:kms"'),),
        (Place('"aws:kms"'),),
    ),
    Mutation(
        "the load balancer may not write its logs",
        "TFG171",
        (
            change(
                LOGS,
                """  statement {
    sid       = "LoadBalancerAccessLogs"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.this.arn}/alb/AWSLogs/111111111111/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/*"]
    }
  }
""",
                "",
            ),
        ),
        (AT_POLICY,),
    ),
    Mutation(
        "the load balancer of another account may write its logs",
        "TFG171",
        (change(LOGS, "/alb/AWSLogs/111111111111/*", "/alb/AWSLogs/222222222222/*"),),
        (AT_POLICY,),
    ),
    Mutation(
        "the load balancer writes its logs to another prefix",
        "TFG171",
        (change("prod/modules/alb/main.tf", 'prefix  = "alb"', 'prefix  = "web"'),),
        (
            Place(
                "policy = data.aws_iam_policy_document.this.json",
                file="prod/modules/log_bucket/main.tf",
            ),
        ),
    ),
    Mutation(
        "the policy of the log bucket may come too late",
        "TFG171",
        (
            change(
                "dev/modules/log_bucket/outputs.tf",
                "value       = aws_s3_bucket_policy.this.bucket",
                "value       = aws_s3_bucket.this.id",
            ),
        ),
        (Place("bucket  = var.access_log_bucket", file="dev/modules/alb/main.tf"),),
    ),
    Mutation(
        "the logs go to the bucket of the assets",
        "TFG171",
        (
            change(
                "dev/main.tf",
                "access_log_bucket = module.log_bucket.bucket_name",
                "access_log_bucket = module.assets_bucket.bucket_name",
            ),
        ),
        (
            Place('sse_algorithm     = "aws:kms"', file=ASSETS),
            Place("policy = data.aws_iam_policy_document.this.json", file=ASSETS),
            Place("bucket  = var.access_log_bucket", file="dev/modules/alb/main.tf"),
        ),
    ),
    Mutation(
        "the assets have no policy",
        "TFG103",
        (remove(ASSETS, "aws_s3_bucket_policy.this"),),
        (Place(block=BUCKET),),
        also=("TFG307",),
    ),
    Mutation(
        "everybody may use the key of the data",
        "TFG113",
        (
            change(
                "dev/modules/kms_key/data/main.tf",
                '["arn:aws:iam::111111111111:root"]',
                '["*"]',
                "data.aws_iam_policy_document.this",
            ),
        ),
        (Place('identifiers = ["*"]'),),
    ),
)

MUTATIONS: tuple[Mutation, ...] = (*REQUIRED, *OTHERS)
