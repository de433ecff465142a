import { describe, expect, it } from "vitest";
import { budgetLook } from "./amounts";

const budget = (change: Partial<Parameters<typeof budgetLook>[0]> = {}) => ({
  amount: "100",
  exceptions: "0",
  committed: "0",
  reserved: "0",
  actual: "0",
  state: "ok" as const,
  ...change,
});
const label = (change: Partial<Parameters<typeof budgetLook>[0]>, forecast: number | null = null) =>
  budgetLook(budget(change), forecast).label;

describe("how a budget stands", () => {
  it("is within up to its amount, exceptions included", () => {
    expect(label({ actual: "100" })).toBe("In budget");
    expect(label({ actual: "110", exceptions: "10" })).toBe("In budget");
  });

  it("is over by what is billed, or committed and held, where no level says so", () => {
    expect(label({ actual: "100.01" })).toBe("Over budget");
    expect(label({ actual: "20", committed: "90", reserved: "11" })).toBe("Over budget");
    expect(label({ actual: "101", state: "warn" })).toBe("Over budget");
  });

  it("keeps what its levels ask for", () => {
    expect(label({ actual: "120", state: "blocked" })).toBe("Blocked");
    expect(label({ actual: "120", state: "extra_approval" })).toBe("Needs extra approval");
    expect(label({ actual: "90", state: "warn" })).toBe("Nearly used");
  });

  it("says when the month will come to more", () => {
    expect(label({ actual: "60" }, 100.01)).toBe("Forecast above");
    expect(label({ actual: "60" }, 100)).toBe("In budget");
    expect(label({ actual: "90", state: "warn" }, 120)).toBe("Nearly used");
  });
});
