provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

variable "exports" {
  type = list(string)
}

variable "name" {
  type = string
}

resource "aws_cloudwatch_log_group" "pass_rds" {
  for_each = toset(["postgresql", "upgrade"])

  name              = "/aws/rds/instance/pass/${each.key}"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_rds_late" {
  name              = "/aws/rds/instance/late/postgresql"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_insights" {
  name              = "/aws/ecs/containerinsights/pass/performance"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_function" {
  name              = "/aws/lambda/${aws_lambda_function.pass_function.function_name}"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_eks" {
  name              = "/aws/eks/pass/cluster"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_shared" {
  name              = "/shared"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_group" "pass_waf" {
  name              = "aws-waf-logs-dev"
  retention_in_days = 365
}

resource "aws_db_instance" "fail_instance" {
  identifier                      = "fail"
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"] # expect: TFG002 TFG002
}

resource "aws_db_instance" "fail_late" {
  identifier                      = "late"
  enabled_cloudwatch_logs_exports = ["postgresql"] # expect: TFG002
}

resource "aws_db_instance" "pass_instance" {
  identifier                      = "pass"
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  depends_on                      = [aws_cloudwatch_log_group.pass_rds]
}

resource "aws_db_instance" "pass_no_exports" {
  identifier = "none"
}

resource "aws_db_instance" "pass_unknown_exports" {
  identifier                      = "unknown"
  enabled_cloudwatch_logs_exports = var.exports
}

resource "aws_db_instance" "pass_generated_name" {
  identifier_prefix               = "generated-"
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

resource "aws_rds_cluster" "fail_cluster" {
  cluster_identifier = "cluster"
  enabled_cloudwatch_logs_exports = [
    "audit", # expect: TFG002
  ]
}

resource "aws_docdb_cluster" "fail_documents" {
  cluster_identifier              = "documents"
  enabled_cloudwatch_logs_exports = ["profiler"] # expect: TFG002
}

resource "aws_lambda_function" "fail_function" {
  function_name = "fail" # expect: TFG002
  role          = "arn:aws:iam::111111111111:role/function"
}

resource "aws_lambda_function" "fail_logging_config" {
  function_name = "logging-config"
  role          = "arn:aws:iam::111111111111:role/function"

  logging_config {
    log_format = "JSON"
    log_group  = "/functions/none" # expect: TFG002
  }
}

resource "aws_lambda_function" "pass_function" {
  function_name = "pass"
  role          = "arn:aws:iam::111111111111:role/function"
}

resource "aws_lambda_function" "pass_shared" {
  function_name = "shared"
  role          = "arn:aws:iam::111111111111:role/function"

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.pass_shared.name
  }
}

resource "aws_lambda_function" "pass_edge" {
  function_name = "edge"
  role          = "arn:aws:iam::111111111111:role/function"
  publish       = true
}

resource "aws_cloudfront_distribution" "pass_edge" {
  default_cache_behavior {
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = aws_lambda_function.pass_edge.qualified_arn
    }
  }
}

resource "aws_lambda_function" "pass_unknown" {
  function_name = var.name
  role          = "arn:aws:iam::111111111111:role/function"
}

resource "aws_ecs_cluster" "fail_insights" {
  name = "fail"

  setting { # expect: TFG002
    name  = "containerInsights"
    value = "enabled"
  }

  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"

      log_configuration {
        cloud_watch_log_group_name = "/ecs/exec" # expect: TFG002
      }
    }
  }
}

resource "aws_ecs_cluster" "pass_insights" {
  name = "pass"

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }

  # Written to when somebody opens a session, long after.
  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"

      log_configuration {
        cloud_watch_log_group_name = "/shared"
      }
    }
  }

  depends_on = [aws_cloudwatch_log_group.pass_insights]
}

resource "aws_ecs_cluster" "pass_no_insights" {
  name = "quiet"

  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}

resource "aws_eks_cluster" "fail_cluster" {
  name                      = "fail"
  enabled_cluster_log_types = ["api", "audit"] # expect: TFG002
}

resource "aws_eks_cluster" "fail_late" {
  name                      = "pass"
  enabled_cluster_log_types = ["api"] # expect: TFG002
}

resource "aws_eks_cluster" "pass_cluster" {
  name                      = "pass"
  enabled_cluster_log_types = ["api"]
  depends_on                = [aws_cloudwatch_log_group.pass_eks]
}

resource "aws_eks_cluster" "pass_quiet" {
  name = "quiet"
}

resource "aws_flow_log" "fail_arn" {
  log_destination = "arn:aws:logs:us-east-1:111111111111:log-group:/flow:*" # expect: TFG002
  traffic_type    = "ALL"
}

resource "aws_flow_log" "fail_late" {
  log_destination = "arn:aws:logs:us-east-1:111111111111:log-group:/shared" # expect: TFG002
  traffic_type    = "ALL"
}

resource "aws_flow_log" "fail_name" {
  log_group_name = "/flow/name" # expect: TFG002
  traffic_type   = "ALL"
}

resource "aws_flow_log" "pass_reference" {
  log_destination = aws_cloudwatch_log_group.pass_shared.arn
  traffic_type    = "ALL"
}

resource "aws_flow_log" "pass_bucket" {
  log_destination      = "arn:aws:s3:::flow-logs"
  log_destination_type = "s3"
  traffic_type         = "ALL"
}

resource "aws_flow_log" "pass_other_account" {
  log_destination = "arn:aws:logs:us-east-1:999999999999:log-group:/flow"
  traffic_type    = "ALL"
}

resource "aws_apigatewayv2_stage" "fail_stage" {
  api_id = "a1b2c3"
  name   = "prod"

  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:111111111111:log-group:/api" # expect: TFG002
    format          = "$context.requestId"
  }
}

resource "aws_apigatewayv2_stage" "pass_stage" {
  api_id = "a1b2c3"
  name   = "test"

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.pass_shared.arn
    format          = "$context.requestId"
  }
}

resource "aws_sfn_state_machine" "fail_machine" {
  name = "machine"

  logging_configuration {
    level           = "ALL"
    log_destination = "arn:aws:logs:us-east-1:111111111111:log-group:/machine:*" # expect: TFG002
  }
}

resource "aws_sfn_state_machine" "pass_machine" {
  name = "machine"

  logging_configuration {
    level           = "ALL"
    log_destination = "${aws_cloudwatch_log_group.pass_shared.arn}:*"
  }
}

resource "aws_route53_query_log" "fail_queries" {
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/example.com" # expect: TFG002
  zone_id                  = "Z123"
}

resource "aws_wafv2_web_acl_logging_configuration" "fail_firewall" {
  log_destination_configs = ["arn:aws:logs:us-east-1:111111111111:log-group:aws-waf-logs-none"] # expect: TFG002
  resource_arn            = "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/b"
}

resource "aws_wafv2_web_acl_logging_configuration" "pass_firewall" {
  log_destination_configs = [aws_cloudwatch_log_group.pass_waf.arn]
  resource_arn            = "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/b"
}

resource "aws_opensearch_domain" "fail_domain" {
  domain_name = "search"

  dynamic "log_publishing_options" {
    for_each = toset(["INDEX_SLOW_LOGS"])

    content {
      log_type                 = log_publishing_options.value
      cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:/search" # expect: TFG002
    }
  }
}

resource "aws_msk_cluster" "fail_brokers" {
  cluster_name = "fail"

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = "/brokers" # expect: TFG002
      }
    }
  }
}

resource "aws_msk_cluster" "pass_brokers" {
  cluster_name = "pass"

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = false
        log_group = "/brokers"
      }
    }
  }
}

resource "aws_elasticache_replication_group" "fail_cache" {
  replication_group_id = "fail"

  log_delivery_configuration {
    destination      = "/cache" # expect: TFG002
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }
}

resource "aws_elasticache_replication_group" "pass_cache" {
  replication_group_id = "pass"

  log_delivery_configuration {
    destination      = "stream"
    destination_type = "kinesis-firehose"
    log_format       = "json"
    log_type         = "slow-log"
  }
}

resource "aws_codebuild_project" "fail_project" {
  name = "fail" # expect: TFG002
}

resource "aws_codebuild_project" "fail_group" {
  name = "group"

  logs_config {
    cloudwatch_logs {
      group_name = "/builds" # expect: TFG002
    }
  }
}

resource "aws_codebuild_project" "pass_disabled" {
  name = "disabled"

  logs_config {
    cloudwatch_logs {
      status = "DISABLED"
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "fail_late" {
  name           = "late"
  pattern        = "ERROR"
  log_group_name = "/shared" # expect: TFG002

  metric_transformation {
    name      = "errors"
    namespace = "app"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "pass_other_root" {
  name           = "other"
  pattern        = "ERROR"
  log_group_name = "/of/another/root"
}

# The group comes after the instance on purpose, and that is too late.
resource "aws_db_instance" "fail_backwards" {
  identifier                      = "backwards"
  enabled_cloudwatch_logs_exports = ["postgresql"] # expect: TFG002
}

resource "aws_cloudwatch_log_group" "pass_backwards" {
  name              = "/aws/rds/instance/${aws_db_instance.fail_backwards.identifier}/postgresql"
  retention_in_days = 365
}
