import { expect, it } from "vitest";
import { factsIn, newest, type ToldFacts } from "./news";

const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

it("ends with the same facts in whatever order they are told", () => {
  const events = [
    { at: "2026-01-01T00:00:01.000Z", news: { externalId: "7", statusLabel: "queued" } },
    { at: "2026-01-01T00:00:02.000Z", news: { links: ["https://ci.example/7"], statusLabel: "building" } },
    { at: "2026-01-01T00:00:03.000Z", news: { summary: "half done" } },
    {
      at: "2026-01-01T00:00:04.000Z",
      news: { statusLabel: "testing", links: ["https://ci.example/7/tests"] },
    },
    { at: "2026-01-01T00:00:05.000Z", news: { statusLabel: null, summary: "done", response: { ok: true } } },
  ];
  const ends = permutations(events).map((order) => {
    let known: Record<string, string> = {};
    let facts: Partial<ToldFacts> = {};
    for (const { at, news } of order) {
      const taken = newest(factsIn(news), at, known);
      known = taken.factsAt;
      facts = { ...facts, ...taken.facts };
    }
    return facts;
  });
  expect(ends).toHaveLength(120);
  for (const facts of ends)
    expect(facts).toEqual({
      externalRunId: "7",
      links: ["https://ci.example/7/tests"],
      statusLabel: null,
      summary: "done",
      response: { ok: true },
    });
});

it("keeps no link that a page must not have, and cuts what is too long", () => {
  expect(factsIn({ links: ["javascript:alert(1)", "https://a.example"] }).links).toEqual([
    "https://a.example",
  ]);
  expect(factsIn({ summary: "x".repeat(3000) }).summary).toHaveLength(2000);
});
