resource "aws_cloudfront_distribution" "fail_distribution" {
  enabled = true

  origin {
    domain_name = "origin.example.com"
    origin_id   = "origin"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2", "TLSv1.1"] # expect: TFG102
    }
  }

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "origin"
    viewer_protocol_policy = "allow-all" # expect: TFG102
  }

  ordered_cache_behavior {
    path_pattern           = "/api/*"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "origin"
    viewer_protocol_policy = "allow-all" # expect: TFG102
  }

  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111111111111:certificate/1"
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.1_2016" # expect: TFG102
  }
}

resource "aws_cloudfront_distribution" "fail_default_version" {
  enabled = true

  viewer_certificate { # expect: TFG102
    acm_certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1"
    ssl_support_method  = "sni-only"
  }
}

resource "aws_cloudfront_distribution" "pass_distribution" {
  enabled = true

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "origin"
    viewer_protocol_policy = "redirect-to-https"
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

resource "aws_api_gateway_domain_name" "fail_gateway" {
  domain_name     = "api.example.com"
  security_policy = "TLS_1_0" # expect: TFG102
}

resource "aws_api_gateway_domain_name" "pass_gateway" {
  domain_name     = "api.example.com"
  security_policy = "TLS_1_2"
}

resource "aws_opensearch_domain" "fail_search" {
  domain_name = "one"

  domain_endpoint_options {
    enforce_https       = false                        # expect: TFG102
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07" # expect: TFG102
  }

  node_to_node_encryption {
    enabled = false # expect: TFG102
  }
}

resource "aws_opensearch_domain" "fail_search_absent" { # expect: TFG102
  domain_name = "two"
}

resource "aws_opensearch_domain" "pass_search" {
  domain_name = "three"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
}

resource "aws_elasticache_replication_group" "fail_cache" {
  replication_group_id       = "one"
  description                = "one"
  transit_encryption_enabled = false # expect: TFG102
}

resource "aws_elasticache_replication_group" "fail_cache_absent" { # expect: TFG102
  replication_group_id = "two"
  description          = "two"
}

resource "aws_elasticache_replication_group" "pass_cache" {
  replication_group_id       = "three"
  description                = "three"
  transit_encryption_enabled = true
}

resource "aws_elasticache_replication_group" "pass_other_engine" {
  replication_group_id = "four"
  description          = "four"
  engine               = "valkey"
}

resource "aws_msk_cluster" "fail_kafka" {
  cluster_name = "one"

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT" # expect: TFG102
      in_cluster    = false           # expect: TFG102
    }
  }
}

resource "aws_msk_cluster" "pass_kafka" {
  cluster_name = "two"
}

resource "aws_ecs_task_definition" "fail_mount" {
  family                = "one"
  container_definitions = "[]"

  volume {
    name = "data"

    efs_volume_configuration { # expect: TFG102
      file_system_id = "fs-1"
    }
  }

  volume {
    name = "more"

    efs_volume_configuration {
      file_system_id     = "fs-2"
      transit_encryption = "DISABLED" # expect: TFG102
    }
  }
}

resource "aws_ecs_task_definition" "pass_mount" {
  family                = "two"
  container_definitions = "[]"

  volume {
    name = "data"

    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "ENABLED"
    }
  }

  volume {
    name = "tmp"
  }
}

resource "aws_transfer_server" "fail_transfer" {
  protocols = ["SFTP", "FTP"] # expect: TFG102
}

resource "aws_sns_topic_subscription" "fail_subscription" {
  topic_arn = "arn:aws:sns:us-east-1:111111111111:a"
  protocol  = "http" # expect: TFG102
  endpoint  = "http://example.com"
}

resource "aws_dms_endpoint" "fail_endpoint" {
  endpoint_id   = "one"
  endpoint_type = "source"
  engine_name   = "postgres"
  ssl_mode      = "none" # expect: TFG102
}

resource "aws_db_proxy" "fail_proxy" {
  name        = "one"
  require_tls = false # expect: TFG102
}

resource "aws_memorydb_cluster" "fail_memory" {
  name        = "one"
  tls_enabled = false # expect: TFG102
}
