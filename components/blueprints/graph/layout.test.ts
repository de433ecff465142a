import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH } from "./layout";

const edge = (from: string, to: string, key = to) => ({ from, to, key });

describe("layoutGraph", () => {
  it("stands what points to others left of them", () => {
    const { nodes } = layoutGraph(
      ["service", "environment", "deployment"],
      [edge("deployment", "service"), edge("deployment", "environment")],
    );
    const x = (id: string) => nodes.get(id)?.x ?? -1;
    expect(x("deployment")).toBeLessThan(x("service"));
    expect(x("service")).toBe(x("environment"));
  });

  it("draws cycles, loops and relations to what is not there", () => {
    const { nodes, edges } = layoutGraph(
      ["a", "b", "c"],
      [edge("a", "b"), edge("b", "a"), edge("a", "a", "parent"), edge("a", "gone"), edge("c", "c", "next")],
    );
    expect(nodes.size).toBe(3);
    expect(edges.map(({ key, points }) => [key, points.length])).toEqual([
      ["b", 2],
      ["a", 2],
      ["parent", 0],
      ["next", 0],
    ]);
  });

  it("leads an edge over several columns around the nodes between", () => {
    const { edges } = layoutGraph(
      ["a", "b", "c"],
      [edge("a", "b"), edge("b", "c"), edge("a", "c", "direct")],
    );
    const long = edges.find(({ key }) => key === "direct");
    expect(long?.points).toHaveLength(4);
  });

  it("never lays a node over another, and is the same each time", () => {
    const ids = Array.from({ length: 9 }, (_, index) => `n${index}`);
    const graphs = fc.array(
      fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids), key: fc.string() }),
      { maxLength: 24 },
    );
    fc.assert(
      fc.property(graphs, (edges) => {
        const layout = layoutGraph(ids, edges);
        expect(layoutGraph(ids, edges)).toEqual(layout);
        const places = [...layout.nodes.values()];
        expect(places).toHaveLength(ids.length);
        for (const [i, a] of places.entries())
          for (const b of places.slice(i + 1))
            expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
        for (const { x, y } of places) {
          expect(x + NODE_WIDTH).toBeLessThanOrEqual(layout.width);
          expect(y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
        }
      }),
    );
  });
});
