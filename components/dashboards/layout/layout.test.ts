import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_COLUMNS,
  dropped,
  fitted,
  moved,
  placeOf,
  placeWords,
  repaired,
  resized,
  withColumn,
  withHeight,
  withNewRow,
  withSize,
  withWidgetAfter,
  withoutWidget,
} from "./layout";
import type { Layout } from "./layout";

const row = (...sizes: [string, number][]) => ({
  height: 360,
  columns: sizes.map(([id, size]) => ({ id, size })),
});
const two: Layout = [row(["a", 12]), row(["b", 6], ["c", 6])];
/** "a:12 | b:6 c:6" */
const shown = (layout: Layout): string =>
  layout.map(({ columns }) => columns.map(({ id, size }) => `${id}:${size}`).join(" ")).join(" | ");

describe("a layout", () => {
  it("finds a widget and says where it is", () => {
    expect(placeOf(two, "c")).toEqual({ row: 1, column: 1 });
    expect(placeOf(two, "x")).toBeNull();
    expect(placeWords(two, "c")).toBe("Row 2 of 2, place 2 of 2, 6 of 12 wide, 360 pixels high");
    expect(placeWords(two, "a")).toBe("Row 1 of 2, 12 of 12 wide, 360 pixels high");
    expect(placeWords(two, "x")).toBe("It is not on the page.");
  });

  it("fills a row in proportion", () => {
    expect(fitted([{ id: "a", size: 6 }]).map(({ size }) => size)).toEqual([12]);
    expect(fitted([4, 4, 4, 4].map((size, n) => ({ id: String(n), size }))).map(({ size }) => size)).toEqual([
      3, 3, 3, 3,
    ]);
    expect(fitted([11, 1, 1].map((size, n) => ({ id: String(n), size }))).map(({ size }) => size)).toEqual([
      8, 2, 2,
    ]);
  });

  it("takes a widget out and closes the row", () => {
    expect(shown(withoutWidget(two, "b"))).toBe("a:12 | c:12");
    expect(shown(withoutWidget(two, "a"))).toBe("b:6 c:6");
    expect(shown(withoutWidget([row(["a", 3], ["b", 3])], "a"))).toBe("b:3");
  });

  it("makes room for another, and gives it a row where there is none", () => {
    expect(shown(withColumn(two, "d", { row: 1, column: 1 }))).toBe("a:12 | b:4 d:4 c:4");
    expect(shown(withWidgetAfter(two, "d", "a"))).toBe("a:6 d:6 | b:6 c:6");
    const full = [row(...(["a", "b", "c", "d", "e", "f"].map((id) => [id, 2]) as [string, number][]))];
    expect(shown(withColumn(full, "g", { row: 0, column: 0 }))).toMatch(/\| g:12$/);
    expect(shown(withNewRow(two, "d", { at: 0 }))).toBe("d:12 | a:12 | b:6 c:6");
  });

  it("moves by steps: sideways by changing places, up and down through a row of its own", () => {
    expect(shown(moved(two, "c", "left"))).toBe("a:12 | c:6 b:6");
    expect(moved(two, "b", "left")).toBe(two);
    expect(shown(moved(two, "c", "up"))).toBe("a:12 | c:12 | b:12");
    expect(shown(moved(moved(two, "c", "up"), "c", "up"))).toBe("a:6 c:6 | b:12");
    expect(shown(moved(two, "b", "down"))).toBe("a:12 | c:12 | b:12");
    expect(shown(moved(two, "a", "down"))).toBe("a:4 b:4 c:4");
    expect(moved([row(["a", 12])], "a", "down")).toEqual([row(["a", 12])]);
  });

  it("passes by a row that is full", () => {
    const full = row(...(["b", "c", "d", "e", "f", "g"].map((id) => [id, 2]) as [string, number][]));
    expect(shown(moved([row(["a", 12]), full], "a", "down"))).toBe("b:2 c:2 d:2 e:2 f:2 g:2 | a:12");
  });

  it("takes width from the neighbour and gives it back", () => {
    expect(shown(resized(two, "b", "wider"))).toBe("a:12 | b:7 c:5");
    expect(shown(resized(two, "c", "wider"))).toBe("a:12 | b:5 c:7");
    expect(shown(resized(two, "b", "narrower"))).toBe("a:12 | b:5 c:7");
    expect(shown(resized(two, "a", "narrower"))).toBe("a:11 | b:6 c:6");
    expect(resized(two, "a", "wider")).toBe(two);
    expect(shown(withSize(two, "b", 99))).toBe("a:12 | b:10 c:2");
    expect(shown(withSize([row(["a", 3], ["b", 3])], "a", 8))).toBe("a:8 b:3");
    expect(shown(withSize([row(["a", 3], ["b", 3])], "a", 99))).toBe("a:10 b:2");
  });

  it("keeps heights within their bounds", () => {
    expect(resized(two, "b", "taller")[1]?.height).toBe(400);
    expect(withHeight(two, 0, 5)[0]?.height).toBe(120);
    expect(withHeight(two, 0, 9000)[0]?.height).toBe(1200);
    expect(withHeight(two, 0, 360)).toBe(two);
  });

  it("takes what is dropped into a row or between two", () => {
    expect(shown(dropped(two, "a", { kind: "into", row: 1, column: 1 }))).toBe("b:4 a:4 c:4");
    expect(shown(dropped(two, "c", { kind: "into", row: 0, column: 0 }))).toBe("c:6 a:6 | b:12");
    expect(shown(dropped(two, "b", { kind: "into", row: 1, column: 2 }))).toBe("a:12 | c:6 b:6");
    expect(dropped(two, "b", { kind: "into", row: 1, column: 1 })).toBe(two);
    expect(shown(dropped(two, "a", { kind: "between", row: 2 }))).toBe("b:6 c:6 | a:12");
    expect(dropped(two, "a", { kind: "between", row: 1 })).toBe(two);
    expect(shown(dropped(two, "c", { kind: "between", row: 1 }))).toBe("a:12 | c:12 | b:12");
  });

  it("is mended where it does not fit its widgets", () => {
    const broken = [row(["a", 6], ["ghost", 6]), row(["a", 12])];
    expect(shown(repaired(broken, ["a", "b"]))).toBe("a:6 | b:12");
  });

  it("keeps every widget once and every row within 12, whatever is done", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const start = ids.reduce<Layout>((layout, id) => withNewRow(layout, id), []);
    const step = fc.record({
      id: fc.constantFrom(...ids),
      act: fc.constantFrom(
        "left",
        "right",
        "up",
        "down",
        "wider",
        "narrower",
        "taller",
        "shorter",
        "into",
        "between",
      ),
      row: fc.nat(8),
      column: fc.nat(6),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const layout = steps.reduce<Layout>((now, { id, act, row: at, column }) => {
          const bounded = Math.min(at, now.length - 1);
          if (act === "between") return dropped(now, id, { kind: "between", row: Math.min(at, now.length) });
          if (act === "into")
            return dropped(now, id, {
              kind: "into",
              row: bounded,
              column: Math.min(column, now[bounded]!.columns.length),
            });
          if (act === "wider" || act === "narrower" || act === "taller" || act === "shorter")
            return resized(now, id, act);
          return moved(now, id, act as "left");
        }, start);
        const placed = layout.flatMap(({ columns }) => columns.map(({ id }) => id));
        expect([...placed].sort()).toEqual(ids);
        for (const { columns } of layout) {
          expect(columns.length).toBeLessThanOrEqual(MAX_COLUMNS);
          expect(columns.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(12);
          for (const { size } of columns) expect(size).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });
});
