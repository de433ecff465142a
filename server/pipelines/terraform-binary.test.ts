import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findTerraform } from "./terraform-binary";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-binary-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function program(file: string, says: string, mode = 0o755): string {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `#!/bin/sh\n${says}\n`, { mode });
  return target;
}
const find = (environment: Record<string, string> = {}) =>
  findTerraform({
    PATH: path.join(folder, "path"),
    WAYMARK_DATA_DIR: path.join(folder, "data"),
    ...environment,
  });

describe("findTerraform", () => {
  it("takes the one that was named, the fetched one, tofu, terraform, in this order", async () => {
    const terraform = program("path/terraform", "echo Terraform v1.11.4; echo on linux_amd64");
    expect(await find()).toEqual({ program: "Terraform", version: "1.11.4", path: terraform });
    const tofu = program("path/tofu", "echo OpenTofu v1.9.0");
    expect(await find()).toEqual({ program: "OpenTofu", version: "1.9.0", path: tofu });
    const fetched = program("data/bin/tofu", "echo OpenTofu v1.10.1");
    expect((await find()).path).toBe(fetched);
    const named = program("elsewhere/own", "echo Terraform v1.5.7");
    expect((await find({ TERRAFORM_BIN: named })).version).toBe("1.5.7");
    expect((await find({ TERRAFORM_BIN: "terraform" })).path).toBe(terraform);
  });

  it("passes over what does not run", async () => {
    program("path/tofu", "exit 1");
    program("data/bin/tofu", "echo something else");
    program("path/terraform", "echo Terraform v1.11.4", 0o644);
    await expect(find()).rejects.toThrow("Neither OpenTofu nor Terraform was found");
  });

  it("does not look elsewhere when the one that was named does not run", async () => {
    program("path/terraform", "echo Terraform v1.11.4");
    await expect(find({ TERRAFORM_BIN: path.join(folder, "missing") })).rejects.toThrow(
      /TERRAFORM_BIN is .*missing, which does not run: there is no such file/,
    );
    await expect(find({ TERRAFORM_BIN: program("odd", "echo hello") })).rejects.toThrow(
      "it does not answer like Terraform",
    );
  });
});
