import { expect, it } from "vitest";
import { readParams } from "@/components/url-state/parsers";
import { isFiltered, runListInput, runListParsers } from "./list-params";

const read = (search: string) => {
  const params = new URLSearchParams(search);
  return readParams(runListParsers, (key) => params.get(key));
};

it("asks for what the address says", () => {
  const state = read(
    "show=attention&q=cart&team=payments&backend=WEBHOOK&source=AUTOMATION&from=2026-05-01&to=2026-05-02",
  );
  expect(isFiltered(state)).toBe(true);
  expect(runListInput(state)).toEqual({
    status: ["failed", "interrupted", "stale", "expired"],
    text: "cart",
    team: "payments",
    backend: "WEBHOOK",
    source: "AUTOMATION",
    since: "2026-05-01T00:00:00.000Z",
    // The last day counts in.
    until: "2026-05-03T00:00:00.000Z",
    limit: 50,
  });
});

it("takes what it cannot read for not said", () => {
  const state = read("show=nonsense&source=MARS&from=2026-02-31");
  expect(isFiltered(state)).toBe(false);
  expect(runListInput(state)).toEqual({ limit: 50 });
});
