import { describe, expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "@/server/catalog/core/related-schema";
import { edgePath, layoutGraph, mergeGraphs, NODE_HEIGHT, nodeTowards } from "./graph-layout";

const node = (id: string, depth = 1): GraphNode => ({
  id,
  blueprint: "service",
  blueprintTitle: "Service",
  identifier: id,
  title: id.toUpperCase(),
  icon: null,
  depth,
});
const edge = (from: string, to: string): GraphEdge => ({ from, to, relation: "r", title: "R" });

const nodes = [node("a", 0), node("b"), node("c"), node("d"), node("e", 2)];
const edges = [edge("a", "b"), edge("a", "c"), edge("d", "a"), edge("b", "e"), edge("e", "a")];

describe("the layout of a graph", () => {
  const layout = layoutGraph("a", nodes, edges);
  const at = (id: string) => layout.nodes.find((placed) => placed.node.id === id);

  it("puts what it points to on the right and what points to it on the left, circles or not", () => {
    expect(["a", "b", "c", "d", "e"].map((id) => at(id)?.column)).toEqual([0, 1, 1, -1, -1]);
  });
  it("keeps nodes apart and inside", () => {
    for (const one of layout.nodes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
      for (const other of layout.nodes)
        if (one !== other && one.x === other.x)
          expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(NODE_HEIGHT);
    }
  });
  it("breaks the column of a hub into several", () => {
    const hub = Array.from({ length: 24 }, (_, index) => node(`n${index}`));
    const wide = layoutGraph(
      "a",
      [node("a", 0), ...hub],
      hub.map(({ id }) => edge("a", id)),
    );
    expect(new Set(wide.nodes.filter((placed) => placed.column === 1).map((placed) => placed.x)).size).toBe(
      3,
    );
    expect(wide.height).toBeLessThan(600);
  });
  it("has room for a line between two nodes of its last column", () => {
    const inside = layoutGraph(
      "a",
      [node("a", 0), node("b"), node("c")],
      [...edges.slice(0, 2), edge("b", "c")],
    );
    const [from, to] = ["b", "c"].map((id) => inside.nodes.find((placed) => placed.node.id === id));
    const across = [...edgePath(from!, to!).matchAll(/([\d.]+) [\d.]+/g)].map(([, x]) => Number(x));
    expect(Math.max(...across)).toBeLessThanOrEqual(inside.width);
  });
  it("is the same for the same graph, and draws one node alone", () => {
    expect(layoutGraph("a", nodes, edges)).toEqual(layout);
    expect(layoutGraph("a", [node("a", 0)], []).nodes).toHaveLength(1);
  });
  it("moves by arrow keys to the nearest that way", () => {
    expect(nodeTowards(layout, "d", "ArrowRight")).toBe("a");
    expect(["b", "c"]).toContain(nodeTowards(layout, "a", "ArrowRight"));
    expect(nodeTowards(layout, "d", "ArrowDown") ?? nodeTowards(layout, "d", "ArrowUp")).toBe("e");
    expect(nodeTowards(layout, "b", "ArrowRight")).toBeNull();
  });
});

it("adds what an expanded node brought, each once", () => {
  const merged = mergeGraphs({ nodes: [node("a", 0), node("b")], edges: [edge("a", "b")] }, [
    { nodes: [node("b", 0), node("a"), node("x")], edges: [edge("a", "b"), edge("x", "b")] },
  ]);
  expect(merged.nodes.map(({ id, depth }) => [id, depth])).toEqual([
    ["a", 0],
    ["b", 1],
    ["x", 2],
  ]);
  expect(merged.edges).toHaveLength(2);
});
