import { describe, expect, it } from "vitest";
import type { PathStep } from "@/server/catalog/core/related-schema";
import { parseAsPath } from "./path-param";

describe("a path in the address", () => {
  it("comes back as it was written", () => {
    const path: PathStep[] = [
      { direction: "outgoing", relation: "depends-on", blueprint: "team/service.v1", maxHops: 3 },
      { direction: "incoming", relation: "a@b", blueprint: "x" },
    ];
    const text = parseAsPath.serialize(path);
    expect(text).toBe("out*depends-on*team/service.v1*3**in*a@b*x");
    expect(parseAsPath.parse(text)).toEqual(path);
  });
  it("is none where it cannot be read", () => {
    for (const text of ["", "up*a*b", "out*a", "out*a*b**", "out**b"])
      expect(parseAsPath.parse(text), text).toBeNull();
  });
});
