import { describe, expect, it } from "vitest";
import { limited, limitsOf } from "./limits";

describe("limits of a run", () => {
  it("are the usual ones, unless the operator sets others", () => {
    expect(limitsOf({})).toEqual({ memoryMb: 4096, processes: 4096, fileMb: 4096, openFiles: 8192 });
    expect(limitsOf({ WAYMARK_RUN_MEMORY_MB: "8192", WAYMARK_RUN_PROCESSES: "" })).toMatchObject({
      memoryMb: 8192,
      processes: 4096,
    });
  });

  it.each(["0", "-1", "1.5", "4G", "unlimited"])(
    "refuse %s, which would let nothing start or everything",
    (value) => {
      expect(() => limitsOf({ WAYMARK_RUN_MEMORY_MB: value })).toThrow(
        /WAYMARK_RUN_MEMORY_MB .* whole number/,
      );
    },
  );

  it("count processes only where the account has no others", () => {
    const words = (place: "sandbox" | "system") => limited(limitsOf({}), place).join(" ");
    if (words("sandbox") === "") return;
    expect(words("sandbox")).toMatch(/--nproc=/);
    expect(words("system")).not.toMatch(/--nproc=/);
    expect(words("system")).toMatch(/--core=0 .*--data=\d+ .*--fsize=\d+/);
  });
});
