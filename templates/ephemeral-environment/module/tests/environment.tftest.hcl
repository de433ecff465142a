variables {
  name    = "eph_checkout_1a2b3c"
  service = "checkout"
}

run "makes_an_environment_with_its_database" {
  command = plan

  assert {
    condition     = terraform_data.environment.input.name == "eph_checkout_1a2b3c"
    error_message = "The environment has another name than was asked for."
  }

  assert {
    condition     = jsondecode(terraform_data.settings.input).service == "checkout"
    error_message = "The service is not written on the database."
  }

  assert {
    condition     = jsondecode(terraform_data.settings.input).ephemeral
    error_message = "Nobody could see on the server that it goes away by itself."
  }
}

run "refuses_a_name_that_is_not_of_an_ephemeral_environment" {
  command = plan

  variables {
    name = "orders_db"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables {
    name = "eph_0123456789012345678901234567890123456789"
  }

  expect_failures = [var.name]
}
