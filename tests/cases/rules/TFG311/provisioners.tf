resource "terraform_data" "pass_provisioners" {
  connection {
    type = "ssh"
    host = self.id
  }

  provisioner "local-exec" {
    when        = destroy
    on_failure  = "continue"
    command     = "true"
    environment = {}
  }

  provisioner "remote-exec" {
    inline = ["true"]

    connection {
      user = "root"
    }
  }

  provisioner "file" {
    content     = "a"
    destination = "/b"
  }
}

resource "terraform_data" "pass_unused_connection" {
  connection {
    user = "root"
  }
}

resource "terraform_data" "fail_provisioners" {
  connection {
    usr = "root" # expect: TFG311
  }

  connection { # expect: TFG311
    host = "a"
  }

  provisioner { # expect: TFG311
  }

  provisioner "chef" {} # expect: TFG311

  provisioner "local-exec" { # expect: TFG311
    when       = never # expect: TFG311
    on_failure = stop # expect: TFG311
    cmd        = "true" # expect: TFG311

    lifecycle {} # expect: TFG311

    shell {} # expect: TFG311
  }

  provisioner "file" { # expect: TFG311 TFG311
    content = "a"
    source  = "b"
  }

  provisioner "remote-exec" {} # expect: TFG311
}

resource "terraform_data" "fail_no_host" {
  connection { # expect: TFG311
    user = "root"
  }

  provisioner "local-exec" {
    command = "true"
  }
}
