locals {
  password = sensitive(replace(terraform_data.password.output, "-", ""))
  settings = jsonencode({
    managed_by = "waymark"
    ephemeral  = true
    service    = var.service
    team       = var.team
    owner      = var.owner
    purpose    = var.purpose
  })
  script = "\"$WAYMARK_NODE\" \"${path.module}/postgres.mjs\""
}

# What the environment is: everything else belongs to it.
resource "terraform_data" "environment" {
  input = {
    name    = var.name
    service = var.service
  }
  triggers_replace = [var.name]
}

# Written on the role, so that a second try finds what the first one made, and never takes what somebody else made.
resource "terraform_data" "mark" {
  input            = uuid()
  triggers_replace = [terraform_data.environment.id]

  lifecycle {
    ignore_changes = [input]
  }
}

# 122 random bits, from the system's own source.
resource "terraform_data" "password" {
  input            = sensitive(uuid())
  triggers_replace = [terraform_data.environment.id]

  lifecycle {
    ignore_changes = [input]
  }
}

# What stands for the database: it is dropped with this. Making it is a resource of its own, because Terraform skips the
# destroy step of one whose creation failed, and half-made things would stay behind.
resource "terraform_data" "database" {
  input = {
    name = terraform_data.environment.output.name
    mark = terraform_data.mark.output
  }
  triggers_replace = [terraform_data.environment.id]

  provisioner "local-exec" {
    when    = destroy
    command = "\"$WAYMARK_NODE\" \"${path.module}/postgres.mjs\" drop"
    environment = {
      DATABASE_NAME = self.input.name
      DATABASE_MARK = self.input.mark
    }
  }
}

resource "terraform_data" "creation" {
  input            = terraform_data.database.output
  triggers_replace = [terraform_data.database.id]

  provisioner "local-exec" {
    command = "${local.script} create"
    environment = {
      DATABASE_NAME = self.input.name
      DATABASE_MARK = self.input.mark
    }
  }
}

# The role can sign in only once it has its password.
resource "terraform_data" "login" {
  input            = { username = terraform_data.creation.output.name }
  triggers_replace = [terraform_data.creation.id]

  provisioner "local-exec" {
    command = "${local.script} set-password"
    environment = {
      DATABASE_NAME     = terraform_data.creation.output.name
      DATABASE_MARK     = terraform_data.creation.output.mark
      DATABASE_PASSWORD = local.password
    }
  }
}

resource "terraform_data" "settings" {
  input            = local.settings
  triggers_replace = [terraform_data.creation.id, local.settings]

  provisioner "local-exec" {
    command = "${local.script} describe"
    environment = {
      DATABASE_NAME     = terraform_data.creation.output.name
      DATABASE_MARK     = terraform_data.creation.output.mark
      DATABASE_SETTINGS = local.settings
    }
  }
}
