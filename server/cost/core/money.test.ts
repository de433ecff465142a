import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moneyOf, moneyText, moneyWords, MOST, readMoney, times, within } from "./money";

describe("money", () => {
  it("reads decimal text and numbers exactly, and nothing else", () => {
    expect(moneyText(moneyOf("0.1") + moneyOf("0.2"))).toBe("0.3");
    expect(moneyText(moneyOf("1361.3075"))).toBe("1361.3075");
    expect(moneyText(readMoney("1.86480479452054793334316749")!, 10)).toBe("1.8648047945");
    expect(moneyText(readMoney(-12.5)!)).toBe("-12.5");
    for (const bad of [
      "",
      " ",
      "1e400",
      "NaN",
      "Infinity",
      "0x10",
      "1,5",
      "1.",
      ".5",
      "--1",
      null,
      undefined,
      {},
      [],
      true,
    ])
      expect(readMoney(bad), String(bad)).toBeNull();
    for (const bad of [NaN, Infinity, -Infinity, 1e21]) expect(readMoney(bad), String(bad)).toBeNull();
    expect(readMoney("9".repeat(40))).toBeNull();
    expect(() => moneyOf("x")).toThrow("no amount");
  });

  it("rounds half away from zero, says no negative zero, and keeps within what can be stored", () => {
    expect(moneyText(moneyOf("0.00005"))).toBe("0.0001");
    expect(moneyText(moneyOf("-0.00005"))).toBe("-0.0001");
    expect(moneyText(moneyOf("-0.00001"))).toBe("0");
    expect(within(MOST * 10n)).toBe(MOST);
    expect(within(-MOST * 10n)).toBe(-MOST);
    expect(moneyText(times(moneyOf("730"), moneyOf("0.0116")))).toBe("8.468");
    expect(moneyWords(moneyOf("-1234567.5"), "EUR")).toBe("-1,234,567.50 EUR");
    expect(moneyWords(moneyOf("84"), "EUR")).toBe("84 EUR");
  });

  it("gives back what it wrote", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (n) => {
        const money = n * 10n ** 6n;
        expect(moneyOf(moneyText(money))).toBe(money);
      }),
    );
  });
});
