import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findTerraform } from "@/scripts/start/terraform";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-find-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function place(name: string, answer: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
  return file;
}

const search = (extra: Record<string, string> = {}) =>
  findTerraform(path.join(folder, "data"), { PATH: folder, ...extra });

describe("finding Terraform", () => {
  it("prefers tofu to terraform, the fetched one to both, and TERRAFORM_BIN to all", async () => {
    place("terraform", "echo Terraform v1.11.4");
    expect((await search()).found).toMatchObject({ program: "Terraform", version: "1.11.4" });
    place("tofu", "echo OpenTofu v1.9.0");
    expect((await search()).found?.version).toBe("1.9.0");
    place("data/bin/tofu", "echo OpenTofu v1.12.5");
    expect((await search()).found?.version).toBe("1.12.5");
    const own = place("elsewhere/terraform", "echo Terraform v1.5.7");
    expect((await search({ TERRAFORM_BIN: own })).found).toEqual({
      program: "Terraform",
      version: "1.5.7",
      path: own,
    });
  });

  it("finds nothing where there is none", async () => {
    expect(await search()).toEqual({ found: undefined, warning: undefined });
  });

  it("warns of one that does not run and goes on to the next", async () => {
    place("tofu", "exit 3");
    place("terraform", "echo Terraform v1.11.4");
    const { found, warning } = await search({ TERRAFORM_BIN: path.join(folder, "nowhere") });
    expect(found?.program).toBe("Terraform");
    expect(warning).toMatch(/^TERRAFORM_BIN \(.*nowhere\) does not run \(there is no such file\)/);
  });

  it("is not content with another program of that name", async () => {
    place("terraform", "echo hello");
    expect((await search()).warning).toMatch(/does not answer like Terraform/);
  });
});
