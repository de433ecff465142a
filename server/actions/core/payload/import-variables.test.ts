import { describe, expect, it } from "vitest";
import { readVariables } from "@/server/pipelines/core/variables";
import { checkDefinitions } from "@/server/properties/check";
import { importVariables } from "./import-variables";

const declared = (text: string) =>
  readVariables([{ path: "variables.tf", content: Buffer.from(text) }]).variables;
const NONE = { inputs: [], variables: [] };

describe("the import of variables", () => {
  it("makes inputs and the mapping that sends them", () => {
    const { properties, required, variables, warnings } = importVariables(
      declared(`
variable "db_name" {
  type        = string
  description = "Of the database."
  validation {
    condition     = can(regex("^[a-z]\\\\w+$", var.db_name)) && length(var.db_name) <= 40
    error_message = "x"
  }
}
variable "size" {
  type    = number
  default = 3
  validation {
    condition     = var.size >= 1 && var.size <= 10
    error_message = "x"
  }
}
variable "region" {
  type    = string
  default = null
  validation {
    condition     = contains(["eu", "us"], var.region)
    error_message = "x"
  }
}
variable "tags" {
  type    = list(string)
  default = ["a"]
}
variable "limits" { type = map(number) }
variable "on" {
  type    = bool
  default = false
}
variable "password" {
  type      = string
  default   = "x"
  sensitive = true
}
`),
      NONE,
    );
    expect(properties).toEqual({
      db_name: {
        type: "string",
        title: "Db name",
        description: "Of the database.",
        pattern: "^[a-z]\\w+$",
        maxLength: 40,
      },
      size: { type: "number", title: "Size", minimum: 1, maximum: 10, default: 3 },
      region: { type: "string", title: "Region", enum: ["eu", "us"] },
      tags: { type: "array", items: { type: "string" }, title: "Tags", default: ["a"] },
      limits: { type: "object", title: "Limits" },
      on: { type: "boolean", title: "On", default: false },
      password: { type: "string", title: "Password", encryption: "aes256-gcm" },
    });
    expect(required).toEqual(["db_name", "limits"]);
    expect(variables.db_name).toBe("{{ .inputs.db_name }}");
    expect(warnings).toEqual([]);
    const { password: _, ...plain } = properties;
    expect(checkDefinitions(plain, "input")).toEqual([]);
  });

  it("says what an input cannot express", () => {
    const { properties, warnings } = importVariables(
      declared(`
variable "odd" {
  type    = tuple([string, number])
  default = local.odd
}
variable "n" {
  type      = number
  sensitive = true
  validation {
    condition     = floor(var.n) == var.n && var.n > 1
    error_message = "x"
  }
}
`),
      NONE,
    );
    expect(properties.odd).toEqual({ type: "object", title: "Odd" });
    expect(properties.n).toEqual({ type: "number", title: "N" });
    expect(warnings.map((warning) => warning.split(":")[0])).toEqual(["odd", "odd", "n", "n"]);
  });

  it("leaves alone what is there", () => {
    const variables = declared('variable "a" {}\nvariable "b" {}\nvariable "c" {}');
    expect(importVariables(variables, { inputs: ["b"], variables: ["c"] })).toEqual({
      properties: { a: { type: "string", title: "A" } },
      required: ["a"],
      variables: { a: "{{ .inputs.a }}", b: "{{ .inputs.b }}" },
      warnings: [],
    });
  });
});
