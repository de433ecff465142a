import { describe, expect, it } from "vitest";
import { budgetInputSchema } from "../schema";
import { type BudgetFigures, judge, stateAt } from "./budget-state";
import { moneyOf } from "./money";
import { costCentreOf, scopeWords, takesIn } from "./scope";

const figures = (over: Partial<BudgetFigures> = {}): BudgetFigures => ({
  id: "b",
  title: "Payments",
  amount: "500.0000",
  exceptions: "0",
  currency: "EUR",
  warnAt: 80,
  extraApprovalAt: 90,
  blockAt: 100,
  committed: "0",
  reserved: "0",
  actual: "0",
  owners: { users: ["ada@example.com"], teams: [] },
  approvers: { users: [], teams: ["finance"] },
  ...over,
});
const adds = (monthly: string | null, currency = "EUR") => ({ monthly, currency });

describe("a budget", () => {
  it("is ok, warns, asks for an extra approval and blocks above each level, not at it", () => {
    const states = ["400", "400.0001", "450", "450.0001", "500", "500.0001"].map(
      (monthly) => judge(figures(), adds(monthly)).state,
    );
    expect(states).toEqual(["ok", "warn", "warn", "extra_approval", "extra_approval", "blocked"]);
    const open = { warnAt: null, extraApprovalAt: null, blockAt: null };
    expect(judge(figures(open), adds("9999")).state).toBe("ok");
    expect(stateAt(1n, 0n, figures())).toBe("blocked");
    expect(stateAt(0n, 0n, figures())).toBe("ok");
  });

  it("counts what is committed, or what was billed where that is more, and what approved runs hold", () => {
    const full = figures({ committed: "300", reserved: "100", actual: "120" });
    expect(judge(full, adds("100"))).toMatchObject({ left: "0", state: "extra_approval" });
    expect(judge({ ...full, actual: "301" }, adds("100"))).toMatchObject({ left: "-1", state: "blocked" });
    expect(judge({ ...full, actual: "301", exceptions: "50" }, adds("100"))).toMatchObject({ left: "49" });
  });

  it("stops only what adds to it", () => {
    const over = figures({ committed: "900" });
    for (const monthly of ["-10", "0", null])
      expect(judge(over, adds(monthly)).state, String(monthly)).toBe("warn");
    expect(judge(over, null).state).toBe("warn");
    expect(judge(over, adds("0.0001")).state).toBe("blocked");
  });

  it("says another currency and does not add it", () => {
    const verdict = judge(figures(), adds("9999", "USD"));
    expect(verdict).toMatchObject({ adds: null, left: "500", state: "ok" });
    expect(verdict.message).toContain("estimate is in USD");
  });

  it("says the figures, and who can do something about it", () => {
    const { message } = judge(figures({ committed: "410", reserved: "60" }), adds("84"));
    expect(message).toBe(
      'This adds 84 EUR a month. "Payments" has 500 EUR, of which 470 EUR is used. That is 54 EUR more than is left. It can be raised, or an exception granted, by ada@example.com or an administrator.',
    );
    expect(judge(figures(), adds("84")).approvers).toEqual({ users: [], teams: ["finance"] });
    expect(judge(figures({ approvers: { users: [], teams: [] } }), null).approvers.users).toEqual([
      "ada@example.com",
    ]);
  });

  it("is refused with the place of what is wrong", () => {
    const base = { title: "x", amount: "500", currency: "EUR" };
    const at = (over: object) => budgetInputSchema.safeParse({ ...base, ...over }).error?.issues[0]?.path;
    expect(at({})).toBeUndefined();
    for (const amount of ["-1", "NaN", "1e400", "", "1234567890123", "0.00001", "5,00"])
      expect(at({ amount }), amount).toEqual(["amount"]);
    expect(at({ currency: "euro" })).toEqual(["currency"]);
    expect(at({ warnAt: 0 })).toEqual(["warnAt"]);
    expect(at({ warnAt: 95, extraApprovalAt: 90 })).toEqual(["extraApprovalAt"]);
    expect(at({ warnAt: 95, blockAt: 90 })).toEqual(["blockAt"]);
    expect(at({ validFrom: "2027-02-30" })).toEqual(["validFrom"]);
    expect(at({ validFrom: "2027-02-02", validUntil: "2027-02-01" })).toEqual(["validUntil"]);
    expect(at({ title: "a\0b" })).toEqual(["title"]);
  });
});

describe("a scope", () => {
  const scope = (
    team: string | null,
    costCentre: string | null = null,
    environment: string | null = null,
  ) => ({ team, costCentre, environment });
  it("takes in what fits all that it names", () => {
    expect(takesIn(scope(null), scope("a", "c", "e"))).toBe(true);
    expect(takesIn(scope("a", null, "e"), scope("a", "c", "e"))).toBe(true);
    expect(takesIn(scope("a", null, "e"), scope("a", "c", null))).toBe(false);
    expect(scopeWords(scope("a", null, "e"))).toBe("team a, environment e");
    expect(scopeWords(scope(null))).toBe("the whole organisation");
  });
  it("finds the cost centre in what is filled in, then in the entity", () => {
    const entity = { properties: { costCenter: "200" } };
    expect(costCentreOf({ cost_centre: " 100 " }, entity)).toBe("100");
    expect(costCentreOf({ cost_centre: "" }, entity)).toBe("200");
    expect(costCentreOf({ cost_centre: 5 }, null)).toBeNull();
    expect(moneyOf("1")).toBe(10n ** 10n);
  });
});
