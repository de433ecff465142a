import { describe, expect, test } from "vitest";
import { cardColumns, groupLines, nextSort, rangeLabel } from "./columns";
import type { DataTableColumn, RowGroup } from "./columns";

test("a header cycles through ascending, descending and none; another header begins anew", () => {
  const ascending = nextSort([], "name");
  expect(ascending).toEqual([{ column: "name", direction: "asc" }]);
  const descending = nextSort(ascending, "name");
  expect(descending).toEqual([{ column: "name", direction: "desc" }]);
  expect(nextSort(descending, "name")).toEqual([]);
  expect(nextSort(descending, "age")).toEqual([{ column: "age", direction: "asc" }]);
});

test("with add, headers sort one after the other, each in its place", () => {
  const both = nextSort([{ column: "name", direction: "asc" }], "age", true);
  expect(both.map(({ column }) => column)).toEqual(["name", "age"]);
  expect(nextSort(both, "name", true)).toEqual([
    { column: "name", direction: "desc" },
    { column: "age", direction: "asc" },
  ]);
  expect(nextSort(nextSort(both, "name", true), "name", true)).toEqual([{ column: "age", direction: "asc" }]);
});

test("groups become lines: headings, open rows, and what stands in for rows", () => {
  const group = (id: string, given: Partial<RowGroup<string>>): RowGroup<string> => ({
    id,
    title: id,
    label: id,
    count: 2,
    open: true,
    onToggle: () => undefined,
    rows: undefined,
    ...given,
  });
  const lines = groupLines([
    group("a", { rows: ["x", "y"], onMore: () => undefined }),
    group("b", { open: false, rows: ["z"] }),
    group("c", {}),
    group("d", { error: new Error("no") }),
  ]);
  expect(lines.map(({ kind }) => kind)).toEqual([
    "group",
    "row",
    "row",
    "more",
    "group",
    "group",
    "loading",
    "group",
    "failed",
  ]);
});

describe("rangeLabel", () => {
  test.each([
    [{ page: 1, pageSize: 50, shown: 50, total: 1234 }, "1–50 of 1,234"],
    [{ page: 25, pageSize: 50, shown: 34, total: 1234 }, "1,201–1,234 of 1,234"],
    [{ page: 1, pageSize: 50, shown: 1, total: 1 }, "1 row"],
    [{ page: 1, pageSize: 50, shown: 0, total: 0 }, "No rows"],
    [{ page: 2, pageSize: 50, shown: 50, total: undefined }, "51–100"],
    [{ page: 1, pageSize: 50, shown: 50, total: 10_000, totalIsExact: false }, "1–50 of 10,000+"],
  ])("%o", (input, expected) => {
    expect(rangeLabel(input)).toBe(expected);
  });
});

describe("cardColumns", () => {
  const column = (id: string, priority?: 1 | 2 | 3): DataTableColumn<unknown> => ({
    id,
    header: id,
    cell: () => id,
    ...(priority && { priority }),
  });
  test("title by priority, facts by default, the rest left out", () => {
    const { title, facts } = cardColumns(
      [column("status", 2), column("name", 1), column("noise", 3), column("owner")],
      () => true,
    );
    expect(title?.id).toBe("name");
    expect(facts.map((fact) => fact.id)).toEqual(["status", "owner"]);
  });
  test("the first column is the title when none is named; hidden facts stay hidden", () => {
    const { title, facts } = cardColumns([column("a"), column("b"), column("c")], (id) => id !== "b");
    expect(title?.id).toBe("a");
    expect(facts.map((fact) => fact.id)).toEqual(["c"]);
  });
});
