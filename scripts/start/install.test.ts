import { describe, expect, it } from "vitest";
import { checkNode, explain, isInstalled } from "@/scripts/start/install.mjs";

describe("before anything is installed", () => {
  it("accepts Node 20.19 and later only", () => {
    for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.1.0"])
      expect(() => checkNode(version)).not.toThrow();
    for (const version of ["20.18.3", "18.20.0", "8.0.0"]) {
      expect(() => checkNode(version)).toThrow(`Node.js ${version} is too old: install 20.19 or later`);
    }
  });

  it("sends Windows to WSL", () => {
    expect(() => checkNode("24.1.0", "win32")).toThrow(/start it inside WSL 2/);
  });

  it("sees by npm's own account whether what is locked is installed", () => {
    const locked = {
      packages: {
        "": { version: "1.0.0" },
        "node_modules/a": { version: "1.0.0" },
        "node_modules/for-macos": { version: "1.0.0", optional: true },
      },
    };
    expect(isInstalled(locked, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
    expect(isInstalled(locked, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
    expect(isInstalled(locked, {})).toBe(false);
  });

  it.each([
    [
      "npm error code ENOTFOUND\nnpm error network request failed",
      /cannot reach its registry: check the network/,
    ],
    ["npm error code ENOSPC\nnpm error nospc", /disk is full/],
    ["npm error code EACCES\nnpm error syscall mkdir", /folder is not writable/],
    [
      "npm error code EUSAGE\nnpm error `npm ci` can only install packages when in sync",
      /npm ci failed \(`npm ci` can only/,
    ],
    ["", /npm said no more/],
  ])("explains npm's failure %#", (output, sentence) => expect(explain(output)).toMatch(sentence));
});
