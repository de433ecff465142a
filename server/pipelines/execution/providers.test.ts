import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeZip } from "@/scripts/start/testing-release";
import { Secret } from "@/server/kernel/secrets";
import { terraformBackend } from "../backends/terraform";
import { terraformInvocationSchema } from "../schema";
import { findTerraform, type TerraformBinary } from "../terraform-binary";
import { executionPaths } from "./files";
import { providerCache, providerLimit, providerMirror, pruneProviders, sharedProviders } from "./providers";
import { cleanExecution, readOutput, requestExecution, sandboxOf } from "./spool";
import { type Bench, bench, ended, eventually } from "./testing";

let its: Bench;
let terraform: TerraformBinary;
let mirror: string;
beforeEach(async () => {
  its = bench();
  terraform = await findTerraform();
  mirror = path.join(its.dataDir, "mirror");
});
afterEach(async () => {
  delete process.env.WAYMARK_PROVIDER_MIRROR;
  await its.close();
});

const SYSTEM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const HOST = "providers.example.com/acme";
const packageOf = (type: string, version = "1.0.0") => `${HOST}/${type}/${version}/${SYSTEM}`;

/** A package as a registry gives it out, in the place where a mirror has it. */
function publish(type: string, version = "1.0.0", size = 1000): void {
  const folder = path.join(mirror, HOST, type);
  fs.mkdirSync(folder, { recursive: true });
  const name = `terraform-provider-${type}_v${version}`;
  const content = Buffer.from(`#!/bin/sh\n# ${type} ${version}\n`.padEnd(size, "x"));
  fs.writeFileSync(
    path.join(folder, `terraform-provider-${type}_${version}_${SYSTEM}.zip`),
    makeZip([{ name, content, mode: 0o100755 }]),
  );
}

const needs = (...types: string[]) =>
  `terraform {\n  required_providers {\n${types.map((type) => `    ${type} = { source = "${HOST}/${type}" }`).join("\n")}\n  }\n}\n`;

/** What the portal asks for, with `init` alone: a made-up provider can be installed, and cannot be spoken to. */
async function init(text: string, lock?: string): Promise<string> {
  const id = randomUUID();
  process.env.WAYMARK_PROVIDER_MIRROR = mirror;
  const request = terraformBackend.stageRequest({
    runId: "r_1",
    stage: "plan",
    invocation: terraformInvocationSchema.parse({ type: "TERRAFORM", template: "test" }),
    module: [
      { path: "main.tf", content: Buffer.from(text) },
      ...(lock === undefined ? [] : [{ path: ".terraform.lock.hcl", content: Buffer.from(lock) }]),
    ],
    variables: {},
    connection: {},
    state: {
      address: "http://127.0.0.1:1/state",
      lockAddress: "http://127.0.0.1:1/state/lock",
      unlockAddress: "http://127.0.0.1:1/state/unlock",
      username: "run",
      password: new Secret("word"),
    },
    planFile: null,
    binary: terraform.path,
  });
  // No state is needed to install providers.
  const files = request.files.filter((file) => !file.path.includes("backend"));
  await requestExecution(its.dataDir, id, { ...request, files, commands: request.commands.slice(0, 1) });
  return id;
}

async function done(id: string) {
  const report = await ended(its.dataDir, id);
  const output = String((await readOutput(its.dataDir, id, 0, 1_000_000)).bytes);
  const { work, providers } = executionPaths(its.dataDir, id);
  const lock = path.join(work, ".terraform.lock.hcl");
  const left = {
    exitCode: report.exitCode,
    output,
    lock: fs.existsSync(lock) ? fs.readFileSync(lock, "utf8") : "",
    linked: (name: string) =>
      fs.lstatSync(path.join(providers, name), { throwIfNoEntry: false })?.isSymbolicLink(),
  };
  await cleanExecution(its.dataDir, id);
  return left;
}
const shared = (name: string) => path.join(sharedProviders(its.dataDir), name);

describe.each(["off", "auto"])(
  "providers that runs share, with the sandbox %s",
  { timeout: 120_000 },
  (mode) => {
    beforeEach(async () => {
      its.startSupervisor({ WAYMARK_SANDBOX: mode, WAYMARK_PROVIDER_MIRROR: mirror });
      await eventually(() => sandboxOf(its.dataDir));
    });

    it("are fetched once, also by runs at the same time, and found by those that follow", async () => {
      for (const type of ["alpha", "beta", "gamma"]) publish(type);
      const at_once = await Promise.all([
        init(needs("alpha", "beta")),
        init(needs("beta", "gamma")),
        init(needs("beta")),
      ]);
      for (const id of at_once) expect(await done(id)).toMatchObject({ exitCode: 0 });
      for (const type of ["alpha", "beta", "gamma"])
        expect(fs.statSync(shared(packageOf(type))).isDirectory()).toBe(true);
      const text = fs.readFileSync(
        path.join(shared(packageOf("beta")), "terraform-provider-beta_v1.0.0"),
        "utf8",
      );
      expect(text).toContain("# beta 1.0.0");
      expect((await providerCache(its.dataDir)).packages).toBe(3);
      // Gone from where it came from: what follows has it from what is kept.
      fs.writeFileSync(
        path.join(mirror, HOST, "beta", `terraform-provider-beta_1.0.0_${SYSTEM}.zip`),
        "no archive any more",
      );
      const after = await done(await init(needs("beta")));
      expect(after, after.output).toMatchObject({ exitCode: 0 });
      expect(after.linked(packageOf("beta"))).toBeUndefined();
      expect(after.output).toMatch(/from the shared cache directory/);
    });

    it("have to be those of the module's lock file", async () => {
      publish("alpha");
      const first = await done(await init(needs("alpha")));
      expect(first.lock).toMatch(/h1:/);
      const again = await done(await init(needs("alpha"), first.lock));
      expect(again, again.output).toMatchObject({ exitCode: 0 });
      expect(again.output).toMatch(/from the shared cache directory/);
      // Somebody changed what is kept: the module's checksum is another, so it is fetched anew, and kept in its place.
      fs.appendFileSync(
        path.join(shared(packageOf("alpha")), "terraform-provider-alpha_v1.0.0"),
        "# changed\n",
      );
      const changed = await done(await init(needs("alpha"), first.lock));
      expect(changed, changed.output).toMatchObject({ exitCode: 0 });
      expect(changed.output).not.toMatch(/from the shared cache directory/);
      const kept = path.join(shared(packageOf("alpha")), "terraform-provider-alpha_v1.0.0");
      expect(fs.readFileSync(kept, "utf8")).not.toContain("# changed");
      // A lock file that has another checksum is believed, not what is kept.
      const foreign = first.lock.replace(/"h1:[^"]+"/, '"h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="');
      const refused = await done(await init(needs("alpha"), foreign));
      expect(refused.exitCode).not.toBe(0);
      expect(refused.output).toMatch(/checksum/);
    });

    it("are not taken from an init that failed, nor from the module's own files", async () => {
      publish("alpha");
      const failed = await done(await init(needs("alpha", "missing")));
      expect(failed.exitCode).not.toBe(0);
      expect((await providerCache(its.dataDir)).packages).toBe(0);
    });
  },
);

describe("what is kept of providers", () => {
  it("is removed, the longest unused first, until it is within the limit; what a run has linked stays", async () => {
    const put = (type: string, daysAgo: number) => {
      const folder = shared(packageOf(type));
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "binary"), Buffer.alloc(1000));
      const at = new Date(Date.UTC(2030, 0, 20 - daysAgo));
      fs.utimesSync(folder, at, at);
    };
    put("linked", 9);
    put("old", 8);
    put("older", 9);
    put("new", 1);
    const { providers } = executionPaths(its.dataDir, "one");
    fs.mkdirSync(path.dirname(path.join(providers, packageOf("linked"))), { recursive: true });
    fs.symlinkSync(shared(packageOf("linked")), path.join(providers, packageOf("linked")));
    expect(await providerCache(its.dataDir, 2500)).toEqual({ bytes: 4000, limit: 2500, packages: 4 });
    await pruneProviders(its.dataDir, 2500);
    expect(
      ["linked", "old", "older", "new"].filter((type) => fs.existsSync(shared(packageOf(type)))),
    ).toEqual(["linked", "new"]);
    expect(fs.readdirSync(sharedProviders(its.dataDir))).toEqual(["providers.example.com"]);
  });

  it("has settings that are checked", () => {
    expect(providerLimit({})).toBe(4096 * 1024 * 1024);
    expect(providerLimit({ WAYMARK_PROVIDER_CACHE_MB: "0" })).toBe(0);
    expect(() => providerLimit({ WAYMARK_PROVIDER_CACHE_MB: "much" })).toThrow(/whole number/);
    expect(providerMirror({})).toBeNull();
    expect(providerMirror({ WAYMARK_PROVIDER_MIRROR: "/srv/mirror" })).toBe("/srv/mirror");
    for (const wrong of ["mirror", "http://mirror.example", '/srv/"} x', "/srv/${x}"])
      expect(() => providerMirror({ WAYMARK_PROVIDER_MIRROR: wrong })).toThrow(/give the path of a folder/);
  });
});
