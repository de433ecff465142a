import { describe, expect, test } from "vitest";
import { cardColumns, nextSort, rangeLabel } from "./columns";
import type { DataTableColumn } from "./columns";

test("a header cycles through ascending, descending and none; another header begins anew", () => {
  const ascending = nextSort(null, "name");
  expect(ascending).toEqual({ column: "name", direction: "asc" });
  const descending = nextSort(ascending, "name");
  expect(descending).toEqual({ column: "name", direction: "desc" });
  expect(nextSort(descending, "name")).toBeNull();
  expect(nextSort(descending, "age")).toEqual({ column: "age", direction: "asc" });
});

describe("rangeLabel", () => {
  test.each([
    [{ page: 1, pageSize: 50, shown: 50, total: 1234 }, "1–50 of 1,234"],
    [{ page: 25, pageSize: 50, shown: 34, total: 1234 }, "1,201–1,234 of 1,234"],
    [{ page: 1, pageSize: 50, shown: 1, total: 1 }, "1 row"],
    [{ page: 1, pageSize: 50, shown: 0, total: 0 }, "No rows"],
    [{ page: 2, pageSize: 50, shown: 50, total: undefined }, "51–100"],
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
