import { expect, it } from "vitest";
import { limitWords, quotaWords } from "./quota-words";

it("says whom a quota is for", () => {
  expect(quotaWords({ blueprint: "database", per: "user", subject: null })).toBe("database for each person");
  expect(quotaWords({ blueprint: "database", per: "team", subject: null })).toBe("database for each team");
  expect(quotaWords({ blueprint: "database", per: "team", subject: "payments" })).toBe(
    "database for payments",
  );
});

it("counts who is at the limit in people or teams", () => {
  expect(limitWords("user", 1)).toBe("1 person is at the limit");
  expect(limitWords("user", 3)).toBe("3 people are at the limit");
  expect(limitWords("team", 0)).toBe("0 teams are at the limit");
});
