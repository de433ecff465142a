import { describe, expect, it } from "vitest";
import { edgePath, fitView, MAX_SCALE, neighbourOf, revealNode, zoomAt } from "./geometry";

describe("the view of the graph", () => {
  it("zooms around the pointer, within bounds", () => {
    const view = zoomAt({ x: 10, y: 20, scale: 1 }, 1.5, { x: 100, y: 100 });
    expect(view).toEqual({ x: -35, y: -20, scale: 1.5 });
    expect(zoomAt(view, 100, { x: 0, y: 0 }).scale).toBe(MAX_SCALE);
  });
  it("fits what is large and does not blow up what is small", () => {
    const frame = { width: 400, height: 200 };
    expect(fitView({ width: 800, height: 200 }, frame)).toEqual({ x: 0, y: 50, scale: 0.5 });
    expect(fitView({ width: 200, height: 100 }, frame)).toEqual({ x: 100, y: 50, scale: 1 });
  });
  it("moves only as far as a node needs to be in sight", () => {
    const frame = { width: 500, height: 300 };
    const view = { x: 0, y: 0, scale: 1 };
    expect(revealNode(view, { x: 100, y: 100 }, frame)).toEqual(view);
    expect(revealNode(view, { x: 400, y: -50 }, frame)).toEqual({ x: -132, y: 74, scale: 1 });
  });
});

describe("neighbourOf", () => {
  const nodes = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 300, y: 0 }],
    ["c", { x: 300, y: 90 }],
    ["d", { x: 0, y: 90 }],
  ]);
  it("goes straight ahead before sideways", () => {
    expect(neighbourOf(nodes, "a", "right")).toBe("b");
    expect(neighbourOf(nodes, "a", "down")).toBe("d");
    expect(neighbourOf(nodes, "c", "left")).toBe("d");
    expect(neighbourOf(nodes, "a", "up")).toBeUndefined();
    expect(neighbourOf(nodes, "gone", "up")).toBeUndefined();
  });
});

describe("edgePath", () => {
  it("labels an edge between its ends, and a loop above its node", () => {
    const points = [
      { x: 200, y: 30 },
      { x: 300, y: 90 },
    ];
    const edge = { from: "a", to: "b", key: "k" };
    expect(edgePath({ ...edge, points }, { x: 0, y: 0 }).label).toEqual({ x: 250, y: 60 });
    expect(edgePath({ ...edge, points: [] }, { x: 0, y: 100 }).label.y).toBeLessThan(100);
  });
});
