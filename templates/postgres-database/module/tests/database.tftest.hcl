# Plans only: nothing is made, and no server is asked.
variables {
  name = "orders_db"
}

run "plans_a_database" {
  command = plan

  assert {
    condition     = terraform_data.database.input.name == "orders_db"
    error_message = "The database does not bear the name that was asked for."
  }

  assert {
    condition     = terraform_data.settings.input.retention_days == 7
    error_message = "Backups are kept for 7 days unless something else is said."
  }
}

run "refuses_a_reserved_name" {
  command = plan

  variables {
    name = "pg_orders"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    name = "x\"; drop role y; --"
  }

  expect_failures = [var.name]
}

run "refuses_an_unknown_environment" {
  command = plan

  variables {
    environment = "moon"
  }

  expect_failures = [var.environment]
}

run "keeps_what_is_protected" {
  command = plan

  variables {
    protected = true
  }

  expect_failures = [var.protected]
}
