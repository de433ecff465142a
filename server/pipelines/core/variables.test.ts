import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { constantOf } from "./hcl-value";
import { readVariables } from "./variables";

const file = (text: string, name = "variables.tf") => ({ path: name, content: Buffer.from(text) });

describe("the variables of a module", () => {
  it("are read with type, description, default and what they are checked by", () => {
    const { variables, outputs, faults } = readVariables([
      file(`
# a comment with { and "
variable "name" { type = string }
variable size {
  type        = number // trailing
  description = "How \\"big\\" it is, in \${"G"}"
  default     = 3
  sensitive   = true
  validation {
    condition = (
      var.size >= 1 && # "{"
      var.size <= 10
    )
    error_message = "1 to 10."
  }
}
variable "config" {
  type = object({
    mode = optional(string, "a")
    tags = list(string)
  })
  description = "What it is set to."
  default = { mode = "b", tags = ["x", "y"] }
}
variable "region" { default = local.region }
locals {
  text = <<-EOT
    variable "not_one" {}
  EOT
}
output "host" { value = 1 }
resource "x" "y" { name = "\${var.name}-{" }
`),
      file('variable "inner" {}', "modules/inner.tf"),
    ]);
    expect(faults).toEqual([]);
    expect(outputs).toEqual(["host"]);
    expect(variables).toEqual([
      { name: "name", type: "string", description: null, sensitive: false, validations: [] },
      {
        name: "size",
        type: "number",
        // A computed description is none.
        description: null,
        default: { value: 3 },
        sensitive: true,
        validations: [
          {
            condition: expect.stringMatching(/var\.size >= 1 && \s*var\.size <= 10/) as string,
            message: "1 to 10.",
          },
        ],
      },
      {
        name: "config",
        type: 'object({ mode = optional(string, "a") tags = list(string) })',
        description: "What it is set to.",
        default: { value: { mode: "b", tags: ["x", "y"] } },
        sensitive: false,
        validations: [],
      },
      {
        name: "region",
        type: null,
        description: null,
        default: { computed: "local.region" },
        sensitive: false,
        validations: [],
      },
    ]);
  });

  it.each([
    ['variable "x" { type = string', /never closed/],
    ['variable "x" { description = "open\n}', /text is never closed \(line 1\)/],
    ['variable "x" {}\n/* open', /comment is never closed \(line 2\)/],
    ["}", /Did not expect "}"/],
    ['variable "x" type', /Expected "=" or a block/],
    ["a = <<EOT\nno end", /heredoc is never closed/],
  ])("says loudly which file it cannot read: %j", (text, fault) => {
    const { variables, faults } = readVariables([file(text), file('variable "fine" {}', "other.tf")]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^variables\.tf: /);
    expect(faults[0]).toMatch(fault);
    expect(variables.map(({ name }) => name)).toEqual(["fine"]);
  });

  it("says that it reads no JSON", () => {
    expect(readVariables([file("{}", "main.tf.json")]).faults).toHaveLength(1);
  });

  it("reads every template of the portal", () => {
    for (const slug of fs
      .readdirSync("templates", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())) {
      const folder = path.join("templates", slug.name, "module");
      // One that only brings files for a repository has no module.
      if (!fs.existsSync(folder)) continue;
      const files = fs
        .readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => ({ path: name, content: fs.readFileSync(path.join(folder, name)) }));
      const { variables, faults } = readVariables(files);
      expect(faults).toEqual([]);
      expect(variables.length).toBeGreaterThan(0);
    }
  });
});

it.each<[string, unknown]>([
  ['"a\\n$${b}\\u00e4"', "a\n${b}ä"],
  ["-1.5e3", -1500],
  ["[1, true, null,]", [1, true, null]],
  ['{ a = 1, "b" : { c = [] }\n d = "x" }', { a: 1, b: { c: [] }, d: "x" }],
  ['"${var.x}"', undefined],
  ["var.x", undefined],
  ["1 + 1", undefined],
  ['["a" "b"]', undefined],
])("reads the constant %s", (expression, value) => {
  expect(constantOf(expression)?.value).toEqual(value);
});
