import { describe, expect, it } from "vitest";
import { makeZip } from "@/scripts/start/testing-release";
import { unzipFile } from "@/scripts/start/unzip";

const program = Buffer.from("#!/bin/sh\n".repeat(1000));

describe("unpacking a release", () => {
  it("returns a packed and a stored file as they were", () => {
    const zip = makeZip([
      { name: "LICENSE", content: Buffer.from("text"), stored: true },
      { name: "tofu", content: program },
    ]);
    expect(unzipFile(zip, "tofu").equals(program)).toBe(true);
    expect(unzipFile(zip, "LICENSE").toString()).toBe("text");
  });

  it.each([
    ["../tofu", /unsafe name/],
    ["/etc/passwd", /unsafe name/],
    ["a/../../tofu", /unsafe name/],
    ["C:\\tofu", /unsafe name/],
    ["..\\tofu", /unsafe name/],
  ])("refuses the name %s", (name, reason) => {
    const zip = makeZip([
      { name: "tofu", content: program },
      { name, content: program },
    ]);
    expect(() => unzipFile(zip, "tofu")).toThrow(reason);
  });

  it("refuses a link", () => {
    const zip = makeZip([{ name: "tofu", content: Buffer.from("/bin/sh"), mode: 0o120777 }]);
    expect(() => unzipFile(zip, "tofu")).toThrow(/link/);
  });

  it("refuses a file that unpacks to more than it says", () => {
    const zip = makeZip([{ name: "tofu", content: Buffer.alloc(1_000_000), claimedSize: 10 }]);
    expect(() => unzipFile(zip, "tofu")).toThrow(/damaged/);
  });

  it("refuses an archive cut off anywhere, and changed content", () => {
    const zip = makeZip([{ name: "tofu", content: program }]);
    for (let length = 0; length < zip.length; length++)
      expect(() => unzipFile(zip.subarray(0, length), "tofu")).toThrow();
    const changed = Buffer.from(zip);
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    expect(() => unzipFile(changed, "tofu")).toThrow(/damaged/);
  });

  it("refuses an archive with no such file, or two of them", () => {
    expect(() => unzipFile(makeZip([{ name: "other", content: program }]), "tofu")).toThrow(
      /one file named tofu/,
    );
    const twice = makeZip([
      { name: "tofu", content: program },
      { name: "tofu", content: program },
    ]);
    expect(() => unzipFile(twice, "tofu")).toThrow(/one file named tofu/);
  });
});
