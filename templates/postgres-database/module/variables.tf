variable "name" {
  description = "Name of the database, and of the login that owns it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{2,39}$", var.name))
    error_message = "A name begins with a lowercase letter and has 3 to 40 lowercase letters, digits and underscores."
  }

  validation {
    condition = !startswith(var.name, "pg_") && !startswith(var.name, "waymark") && !contains(
      ["admin", "all", "current_role", "current_user", "none", "postgres", "public", "root", "session_user", "template0", "template1", "user"],
      var.name,
    )
    error_message = "This name is reserved: pg_…, waymark…, and names that PostgreSQL itself uses cannot be taken."
  }
}

variable "environment" {
  description = "What the database serves."
  type        = string
  default     = "dev"

  validation {
    condition     = contains(["dev", "staging", "production"], var.environment)
    error_message = "The environment is dev, staging or production."
  }
}

variable "team" {
  description = "Team that answers for the database; written on it for whoever administers the server."
  type        = string
  default     = null
}

variable "owner" {
  description = "Person to ask."
  type        = string
  default     = null
}

variable "service" {
  description = "Service that uses the database."
  type        = string
  default     = null
}

variable "retention_days" {
  description = "For how many days backups are to be kept; written on the database, where the backup job reads it."
  type        = number
  default     = 7

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 365 && floor(var.retention_days) == var.retention_days
    error_message = "Backups are kept for 1 to 365 whole days."
  }
}

variable "review_on" {
  description = "When somebody should ask whether the database is still needed."
  type        = string
  default     = null
}

variable "password_version" {
  description = "A new number makes a new password."
  type        = number
  default     = 1
}

variable "protected" {
  description = "True where the database must not be destroyed; an action that destroys passes on what the catalog says."
  type        = bool
  default     = false

  validation {
    condition     = !var.protected
    error_message = "Delete protection is on for this database. Switch it off with \"Change database settings\" first."
  }
}

# The connection gives the address with its credentials as PGADMIN_URL; where it leads is passed on without them.
variable "pgadmin_host" {
  type    = string
  default = "localhost"
}

variable "pgadmin_port" {
  type    = number
  default = 5432
}

variable "server_version" {
  description = "Version of the server, where the connection sets TF_VAR_server_version."
  type        = string
  default     = null
}
