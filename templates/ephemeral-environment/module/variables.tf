variable "name" {
  description = "Name of the environment: of its database, and of the login that owns it."
  type        = string

  validation {
    condition     = can(regex("^eph_[a-z0-9_]{3,36}$", var.name))
    error_message = "A name begins with eph_ and goes on with 3 to 36 lowercase letters, digits and underscores."
  }
}

variable "service" {
  description = "Service that is tried in it."
  type        = string
}

variable "team" {
  description = "Team that answers for it; written on the database for whoever administers the server."
  type        = string
  default     = null
}

variable "owner" {
  description = "Person to ask."
  type        = string
  default     = null
}

variable "purpose" {
  description = "What it is for."
  type        = string
  default     = null
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
