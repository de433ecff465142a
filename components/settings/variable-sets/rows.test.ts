import { describe, expect, it } from "vitest";
import { EMPTY_ROW, rowsOf, valueOf } from "./rows";
import type { VariableSet } from "./variable-sets";

const variable = (more: Partial<VariableSet["variables"][number]>) => ({
  kind: "terraform" as const,
  name: "a",
  sensitive: false,
  description: null,
  value: null as unknown,
  updatedAt: new Date(0),
  ...more,
});
const roundTrip = (value: unknown, kind: "terraform" | "environment" = "terraform") =>
  valueOf(rowsOf({ variables: [variable({ value, kind })] } as unknown as VariableSet)[0]!).value;

describe("values of variables", () => {
  it("come back as they were, whatever their type", () => {
    for (const value of ["eu-west-1", "007", "true", '"quoted"', "", 7, true, ["a"], { a: 1 }, null])
      expect(roundTrip(value)).toEqual(value);
  });

  it("of the environment are always texts", () => {
    expect(roundTrip("7", "environment")).toBe("7");
    expect(roundTrip("{}", "environment")).toBe("{}");
  });

  it("that are stored and sensitive stay while nothing is typed", () => {
    const [row] = rowsOf({ variables: [variable({ sensitive: true })] } as unknown as VariableSet);
    expect(row).toMatchObject({ value: "", stored: true });
    expect(valueOf(row!)).toEqual({});
    expect(valueOf({ ...row!, value: "new" })).toEqual({ value: "new" });
    expect(valueOf({ ...EMPTY_ROW, value: "" })).toEqual({ value: "" });
  });
});
