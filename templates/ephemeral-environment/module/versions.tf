# Built-in resources only: the module plans and applies with no network and no provider to download.
terraform {
  required_version = ">= 1.6.0"
}
