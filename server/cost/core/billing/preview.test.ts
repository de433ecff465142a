import { describe, expect, it } from "vitest";
import { compareAllocations, type Given, methodOf } from "./preview";

const nobody: Given = { team: null, pool: null, allocatedBy: null };
const of = (team: string, allocatedBy: string): Given => ({ team, pool: null, allocatedBy });

describe("what settings would change", () => {
  it("knows a method by how it is told, whatever its name", () => {
    expect(
      ["tag team", "account 1", "entity x", "rule pool of tags", "default", "pool p", null].map(methodOf),
    ).toEqual(["tag", "account", "entity", "rule", "default", "pool", "nothing"]);
  });

  it("compares each currency by itself, exactly, with what pools share", () => {
    const compared = compareAllocations({
      before: [],
      after: [{ title: "Shared", split: { by: "weights", weights: { a: 1, b: 3 } } }],
    });
    compared.add("EUR", "100", of("a", "tag team"), of("a", "tag team"));
    compared.add("EUR", "0.1", nobody, of("b", "rule R"));
    compared.add("EUR", "0.2", nobody, { team: null, pool: "Shared", allocatedBy: "pool Shared" });
    compared.add("USD", "7", nobody, nobody);
    const [eur, usd] = compared.result();
    expect(eur).toMatchObject({ currency: "EUR", total: "100.3", moved: "0.3" });
    expect(eur!.methods.filter(({ before, after }) => before !== "0" || after !== "0")).toEqual([
      { id: "tag", before: "100", after: "100" },
      { id: "rule", before: "0", after: "0.1" },
      { id: "pool", before: "0", after: "0.2" },
      { id: "nothing", before: "0.3", after: "0" },
    ]);
    expect(eur!.teams).toEqual([
      { id: "(unallocated)", before: "0.3", after: "0" },
      { id: "b", before: "0", after: "0.25" },
      { id: "a", before: "100", after: "100.05" },
    ]);
    expect(usd).toMatchObject({ currency: "USD", total: "7", moved: "0" });
  });
});
