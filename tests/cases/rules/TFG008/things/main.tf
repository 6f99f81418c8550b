provider "aws" {
  region = "us-east-1"
}

variable "maybe" {
  type = bool
}

resource "aws_vpc" "fail_this" { # expect: TFG008
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "pass_each" {
  for_each = toset(["10.1.0.0/16", "10.2.0.0/16"])

  cidr_block = each.key
}

resource "aws_vpc" "pass_maybe" {
  count = var.maybe ? 1 : 0

  cidr_block = "10.3.0.0/16"
}

resource "aws_lb" "fail_this" { # expect: TFG008
  name = "fail"
}

resource "aws_lb" "pass_this" {
  name = "pass"
}

resource "aws_db_instance" "fail_identifier_only" { # expect: TFG008
  identifier = "fail"
}

resource "aws_db_instance" "pass_text" {
  identifier = "text"
}

resource "aws_db_instance" "pass_replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.pass_text.identifier
}

resource "aws_rds_cluster" "pass_whole" {
  cluster_identifier = "whole"
}

resource "aws_ecs_cluster" "pass_json" {
  name = "json"
}

resource "aws_s3_bucket" "fail_assets" { # expect: TFG008
  bucket = "app-assets"
}

# Nobody asks for the bucket of the logs.
resource "aws_s3_bucket" "pass_logs" {
  bucket = "app-logs"
}

module "pass_stack" {
  source = "./modules/stack"
  name   = "one"
}

module "fail_stack" {
  source = "./modules/stack"
  name   = "two"
}

module "pass_opaque" {
  source = "./modules/opaque"
}

output "vpc_ids" {
  value = { for cidr, vpc in aws_vpc.pass_each : cidr => vpc.id }
}

output "security_group_of_lb" {
  value = aws_lb.fail_this.security_groups
}

output "url" {
  value = "https://${aws_lb.pass_this.dns_name}/"
}

output "identifier" {
  value = aws_db_instance.fail_identifier_only.identifier
}

output "dsn" {
  value = format("postgres://%s:5432", aws_db_instance.pass_text.address)
}

output "cluster" {
  value     = aws_rds_cluster.pass_whole
  sensitive = true
}

output "json" {
  value = jsonencode({ cluster = aws_ecs_cluster.pass_json.name })
}

output "buckets" {
  value = local.buckets
}

output "service" {
  value = module.pass_stack.service
}

# Nothing is known of this, but it may hold what the module makes.
output "opaque" {
  value = local.opaque
}

locals {
  buckets = [aws_s3_bucket.pass_logs.id]
  opaque  = module.pass_opaque.things[timestamp()]
}

resource "aws_lb" "pass_record" {
  name = "record"
}

resource "aws_route53_record" "pass_record" {
  zone_id = "Z123"
  name    = "app.example.com"
  type    = "A"

  alias {
    name                   = aws_lb.pass_record.dns_name
    zone_id                = aws_lb.pass_record.zone_id
    evaluate_target_health = true
  }
}

output "record" {
  value = aws_route53_record.pass_record.fqdn
}

resource "aws_db_instance" "pass_proxy" {
  identifier = "proxy"
}

resource "aws_db_proxy" "pass_proxy" {
  name = "proxy"
}

resource "aws_db_proxy_target" "pass_proxy" {
  db_proxy_name          = aws_db_proxy.pass_proxy.name
  target_group_name      = "default"
  db_instance_identifier = aws_db_instance.pass_proxy.identifier
}

output "proxy" {
  value = aws_db_proxy.pass_proxy.endpoint
}
