resource "aws_instance" "fail_heredoc" {
  user_data = <<-EOT
    #!/bin/bash
    export DB_HOST=db.internal
    export DB_PASSWORD=hunter2
    export TOKEN=$(curl -s http://169.254.169.254/latest/api/token)
    PGPASSWORD=hunter2 psql -h db.internal
    mysql -u root -phunter2 orders
    app --password hunter2 --port 8080
    app --password "$DB_PASSWORD" --token=$TOKEN
    curl -u app:hunter2 https://example.com/
    curl -H "Authorization: Bearer 0123456789abcdef0123" https://example.com/
    echo "app:hunter2" | chpasswd
    docker login --username AWS --password-stdin registry.example.com
    password: ${var.pass_password}
  EOT
}
# expect-at: 5 TFG001
# expect-at: 7 TFG001
# expect-at: 8 TFG001
# expect-at: 9 TFG001
# expect-at: 11 TFG001
# expect-at: 12 TFG001
# expect-at: 13 TFG001

variable "pass_password" {
  sensitive = true
}

resource "aws_instance" "fail_one_line" {
  user_data = "#!/bin/bash\nexport DB_PASSWORD=hunter2\n" # expect: TFG001
}

resource "aws_instance" "fail_encoded" {
  user_data_base64 = base64encode("export DB_PASSWORD=hunter2") # expect: TFG001
}

resource "aws_instance" "fail_base64" {
  user_data_base64 = "ZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjIK" # expect: TFG001
}

resource "aws_instance" "pass_base64" {
  user_data_base64 = "ZWNobyBoZWxsbwo="
}

resource "aws_launch_template" "fail_document" {
  user_data = base64encode(<<-EOT
    #cloud-config
    write_files:
      - path: /etc/app.yaml
        content: |
          database:
            user: app
            password: hunter2
            password_file: /etc/app.password
          admin_password: "$${ADMIN_PASSWORD}"
  EOT
  )
}
# expect-at: 54 TFG001

resource "null_resource" "fail_provisioners" {
  provisioner "remote-exec" {
    inline = [
      "export DB_PASSWORD=hunter2", # expect: TFG001
      "sudo systemctl restart app",
    ]
  }

  provisioner "local-exec" {
    command = "psql --set password=hunter2 -f init.sql" # expect: TFG001

    environment = {
      PGPASSWORD = "hunter2" # expect: TFG001
    }
  }

  provisioner "local-exec" {
    command = <<-EOT
      psql <<SQL
      CREATE USER app WITH PASSWORD 'hunter2';
      SQL
    EOT
  }
}
# expect-at: 81 TFG001

resource "null_resource" "pass_provisioner" {
  provisioner "local-exec" {
    command = "aws ssm get-parameter --name /prod/orders/password --with-decryption"

    environment = {
      PGPASSWORD = random_password.pass_one.result
    }
  }
}

resource "random_password" "pass_one" {
  length = 20
}

resource "aws_dms_endpoint" "fail_connection" {
  extra_connection_attributes = "Server=db;Uid=app;Pwd=hunter2;" # expect: TFG001
}

resource "aws_ssm_document" "pass_document" {
  content = jsonencode({
    parameters = {
      Password = { type = "SecureString", description = "The password: any." }
    }
  })
}

resource "aws_glue_connection" "fail_properties" {
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:postgresql://app:${random_password.pass_one.result}@db/orders"
    USERNAME            = "app"
    PASSWORD            = "hunter2" # expect: TFG001
  }
}

locals {
  pass_url = "postgres://app:${random_password.pass_one.result}@db.internal/orders"
  fail_url = "postgres://${var.pass_user}:hunter2@db.internal/orders" # expect: TFG001
  pass_web = "https://example.com:8443/a@b"
  pass_arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-password"
}

variable "pass_user" {}

data "aws_iam_policy_document" "pass_policy" {
  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["arn:aws:secretsmanager:us-east-1:111111111111:secret:password-*"]
  }
}

resource "aws_iam_role_policy" "pass_heredoc" {
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": ["secretsmanager:GetSecretValue", "iam:CreateAccessKey"],
        "Resource": "arn:aws:secretsmanager:us-east-1:111111111111:secret:password",
        "Condition": {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}
      }]
    }
  EOT
}

resource "aws_cloudwatch_log_metric_filter" "pass_pattern" {
  pattern = "{ ($.eventName = \"ConsoleLogin\") && ($.errorMessage = \"Failed authentication\") }"
}
