provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_group" "pass_ireland" {
  provider = aws.ireland

  name              = "/aws/lambda/app"
  retention_in_days = 365
}

resource "aws_lambda_function" "fail_virginia" {
  function_name = "app" # expect: TFG002
}

resource "aws_lambda_function" "pass_ireland" {
  provider = aws.ireland

  function_name = "app"
}
