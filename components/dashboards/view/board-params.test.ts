import { describe, expect, it } from "vitest";
import { lookOf, parseAsFilters } from "./board-params";

const gold = {
  blueprint: "service",
  query: { combinator: "and" as const, rules: [{ property: "tier", operator: "=", value: "gold" }] },
};

describe("filters of a page in its address", () => {
  it("are read back as they were written", () => {
    expect(parseAsFilters.parse(parseAsFilters.serialize([gold]))).toEqual([gold]);
    expect(parseAsFilters.parse("[]")).toEqual([]);
  });

  it("are left out where they are none", () => {
    expect(parseAsFilters.parse("{")).toBeNull();
    expect(parseAsFilters.parse("7")).toBeNull();
    expect(
      parseAsFilters.parse(
        JSON.stringify([null, { query: 1 }, { query: { combinator: "and", rules: [] } }, gold]),
      ),
    ).toEqual([gold]);
  });
});

describe("what a page is looked at through", () => {
  const plain = { range: null, filters: null, mine: false };
  it("is the page's own where nothing is said", () => {
    expect(lookOf(plain, [gold as never])).toEqual({});
    expect(lookOf({ ...plain, range: "28d" }, undefined)).toEqual({ range: { last: "28d" } });
  });

  it("keeps the page's own filters beside those of one's teams, and lets them be taken away", () => {
    expect(lookOf({ ...plain, mine: true }, [gold as never]).filters).toHaveLength(2);
    expect(lookOf({ ...plain, filters: [] }, [gold as never])).toEqual({ filters: [] });
    expect(lookOf({ ...plain, filters: [gold] }, [gold as never]).filters).toEqual([gold]);
  });
});
