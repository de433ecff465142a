import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSigningKey } from "@/scripts/start/openpgp";
import { archiveName, fetchOpentofu, opentofuVersion } from "@/scripts/start/opentofu";
import { opentofuKey } from "@/scripts/start/opentofu-key";
import { findTerraform } from "@/scripts/start/terraform";
import { makeSigner, makeZip } from "@/scripts/start/testing-release";

const archive = "tofu_1.12.5_linux_amd64.zip";
const program = Buffer.from("#!/bin/sh\necho 'OpenTofu v1.12.5'\n");
const signer = makeSigner();

/** A made-up release: path below the base address to content. */
let files: Map<string, Buffer>;
let server: http.Server;
let releases: string;
let dataDir: string;

function publish(zip: Buffer, sums = `${createHash("sha256").update(zip).digest("hex")}  ${archive}\n`) {
  const base = `/v${opentofuVersion}`;
  files = new Map([
    [`${base}/${archive}`, zip],
    [`${base}/tofu_${opentofuVersion}_SHA256SUMS`, Buffer.from(sums)],
    [`${base}/tofu_${opentofuVersion}_SHA256SUMS.gpgsig`, signer.sign(Buffer.from(sums))],
  ]);
}

const install = () =>
  fetchOpentofu({
    dataDir,
    releases,
    key: readSigningKey(signer.publicKey),
    platform: "linux",
    architecture: "x64",
  });
const nothingInstalled = () => expect(fs.existsSync(path.join(dataDir, "bin"))).toBe(false);

beforeEach(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-tofu-"));
  server = http.createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file ? 200 : 404).end(file ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  publish(
    makeZip([
      { name: "LICENSE", content: Buffer.from("…") },
      { name: "tofu", content: program },
    ]),
  );
});
afterEach(() => {
  server.close();
  fs.rmSync(dataDir, { recursive: true });
});

describe("fetching OpenTofu", () => {
  it("installs a signed release that then is found", async () => {
    expect(await install()).toBe(path.join(dataDir, "bin", "tofu"));
    const { found } = await findTerraform(dataDir, { PATH: "" });
    expect(found).toEqual({
      program: "OpenTofu",
      version: "1.12.5",
      path: path.join(dataDir, "bin", "tofu"),
    });
  });

  it("refuses an archive with another checksum", async () => {
    files.set(`/v${opentofuVersion}/${archive}`, makeZip([{ name: "tofu", content: Buffer.from("evil") }]));
    await expect(install()).rejects.toThrow(/does not have the checksum/);
    nothingInstalled();
  });

  it("refuses a truncated archive", async () => {
    const whole = files.get(`/v${opentofuVersion}/${archive}`)!;
    files.set(`/v${opentofuVersion}/${archive}`, whole.subarray(0, whole.length - 7));
    await expect(install()).rejects.toThrow(/does not have the checksum/);
    publish(whole.subarray(0, whole.length - 7));
    await expect(install()).rejects.toThrow(/cannot be unpacked/);
    nothingInstalled();
  });

  it("refuses checksums that were changed after signing, or signed by another key", async () => {
    const sums = `/v${opentofuVersion}/tofu_${opentofuVersion}_SHA256SUMS`;
    const content = Buffer.from(`${"0".repeat(64)}  ${archive}\n`);
    files.set(sums, content);
    await expect(install()).rejects.toThrow(/signature of OpenTofu's checksums is not valid/);
    files.set(`${sums}.gpgsig`, makeSigner().sign(content));
    await expect(install()).rejects.toThrow(/not made with the expected key/);
    nothingInstalled();
  });

  it("refuses a signature file that is none, or cut off", async () => {
    const file = `/v${opentofuVersion}/tofu_${opentofuVersion}_SHA256SUMS.gpgsig`;
    const signature = files.get(file)!;
    for (const wrong of [
      Buffer.from("<html>not found</html>"),
      Buffer.alloc(0),
      signature.subarray(0, 100),
    ]) {
      files.set(file, wrong);
      await expect(install()).rejects.toThrow(/signature of OpenTofu's checksums is not valid/);
    }
    nothingInstalled();
  });

  it("names what is missing on the release page, and a list without our archive", async () => {
    publish(
      makeZip([{ name: "tofu", content: program }]),
      `${"0".repeat(64)}  tofu_1.12.5_windows_386.zip\n`,
    );
    await expect(install()).rejects.toThrow(/does not name tofu_1.12.5_linux_amd64.zip/);
    files.clear();
    await expect(install()).rejects.toThrow(/answers 404, so nothing was installed/);
    nothingInstalled();
  });

  it("says so when there is no network", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(install()).rejects.toThrow(/cannot be fetched \(.*ECONNREFUSED.*\): check network/);
  });

  it("knows the archive of each platform, and where there is none", () => {
    expect(archiveName("darwin", "arm64")).toBe("tofu_1.12.5_darwin_arm64.zip");
    expect(() => archiveName("sunos", "x64")).toThrow(/No OpenTofu is released for sunos/);
  });

  it("carries the key of the OpenTofu project", () => {
    expect(opentofuKey().bytes).toBe(512);
  });
});
