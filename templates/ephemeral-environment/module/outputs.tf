output "name" {
  value = terraform_data.environment.output.name
}

output "host" {
  value = var.pgadmin_host
}

output "port" {
  value = var.pgadmin_port
}

output "username" {
  value = terraform_data.login.output.username
}

output "password" {
  value     = local.password
  sensitive = true
}

output "connection_string" {
  value     = "postgresql://${terraform_data.login.output.username}:${local.password}@${var.pgadmin_host}:${var.pgadmin_port}/${terraform_data.environment.output.name}"
  sensitive = true
}

output "connection_hint" {
  value = "psql -h ${var.pgadmin_host} -p ${var.pgadmin_port} -U ${terraform_data.login.output.username} ${terraform_data.environment.output.name}"
}
