import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeParams,
  createLoader,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
  readParams,
} from "./parsers";

const parsers = {
  q: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
  tab: parseAsStringLiteral(["a", "b"]).withDefault("a"),
  mine: parseAsBoolean.withDefault(false),
  from: parseAsIsoDate,
  columns: parseAsArrayOf(parseAsString),
};
const read = (query: string) => readParams(parsers, (key) => new URLSearchParams(query).get(key));

describe("state in the URL", () => {
  it("is the default where the URL says nothing, or nothing that can be read", () => {
    const usual = { q: "", page: 1, tab: "a", mine: false, from: null, columns: null };
    expect(read("")).toEqual(usual);
    expect(read("page=x&tab=c&mine=yes&from=2026-02-31")).toEqual(usual);
    expect(read("page=9999999999999999&from=yesterday")).toEqual(usual);
  });

  it("is what the URL says", () => {
    expect(read("q=a+b&page=3&tab=b&mine=true&from=2026-01-31&columns=x,y")).toEqual({
      q: "a b",
      page: 3,
      tab: "b",
      mine: true,
      from: new Date("2026-01-31T00:00:00Z"),
      columns: ["x", "y"],
    });
  });

  it("leaves defaults out, keeps what others wrote, and takes null out", () => {
    const change = (query: string, what: Parameters<typeof changeParams<typeof parsers>>[2]) =>
      changeParams(parsers, new URLSearchParams(query), what).toString();
    expect(change("other=1&page=4", { page: 1, q: "x" })).toBe("other=1&q=x");
    expect(change("q=x&tab=b", { q: null })).toBe("tab=b");
    expect(change("q=x", { page: undefined })).toBe("q=x");
  });

  it("comes back as it was written", () => {
    const values = fc.record({
      q: fc.string({ unit: "grapheme" }),
      page: fc.integer(),
      tab: fc.constantFrom("a" as const, "b" as const),
      mine: fc.boolean(),
      columns: fc.array(
        fc.string({ minLength: 1 }).filter((text) => !text.includes("%2C")),
        { minLength: 1 },
      ),
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(read(changeParams(parsers, new URLSearchParams(), value).toString())).toMatchObject(value);
      }),
    );
  });

  it("is read on the server from what Next gives, inherited names apart", async () => {
    const load = createLoader({ q: parsers.q, toString: parseAsString });
    expect(await load(Promise.resolve({ q: ["first", "second"] }))).toEqual({ q: "first", toString: null });
  });
});
