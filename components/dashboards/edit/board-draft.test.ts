import { describe, expect, it } from "vitest";
import { mergeDefinitions } from "@/components/definition-editor/merge";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { copyOf, documentOf, draftFrom, draftOf, withAdded, withRemoved, withRestored } from "./board-draft";

const text = (id: string, markdown = id): Widget => ({ id, type: "markdown", markdown });
const start = draftOf({
  title: "P",
  icon: null,
  description: "About",
  definition: {
    widgets: [text("b"), text("a")],
    layout: [
      {
        height: 300,
        columns: [
          { id: "a", size: 6 },
          { id: "b", size: 6 },
        ],
      },
    ],
  },
});

describe("a page while it is edited", () => {
  it("is stored with its widgets in the order of reading, and read back the same", () => {
    const document = documentOf(start);
    expect(document.definition.widgets.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(documentOf(draftFrom(document))).toEqual(document);
    expect(document).not.toHaveProperty("icon");
  });

  it("names widgets that a text leaves nameless", () => {
    const draft = draftFrom({
      title: "P",
      definition: { widgets: [{ type: "markdown", markdown: "x" }], layout: [] },
    });
    const [id] = Object.keys(draft.widgets);
    expect(id).toMatch(/^w[0-9a-f]{10}$/);
    expect(draft.layout[0]?.columns[0]?.id).toBe(id);
  });

  it("takes a widget out and brings it back to its place", () => {
    const removed = withRemoved(start, "a");
    expect(Object.keys(removed.widgets)).toEqual(["b"]);
    expect(removed.layout[0]?.columns).toEqual([{ id: "b", size: 12 }]);
    expect(JSON.stringify(withRestored(withRemoved(start, "b"), start, "b"))).toBe(JSON.stringify(start));
    expect(withRestored(removed, start, "a").layout).toEqual(start.layout);
  });

  it("brings it back at the end where others have moved meanwhile", () => {
    const moved = withAdded(withRemoved(start, "a"), text("c"), "c", 200);
    const restored = withRestored(moved, start, "a");
    expect(restored.layout.map(({ columns }) => columns.map(({ id }) => id))).toEqual([["b"], ["c"], ["a"]]);
    expect(withRestored(restored, start, "a")).toBe(restored);
  });

  it("brings changes of different widgets together without asking", () => {
    const theirs = { ...start, widgets: { ...start.widgets, a: text("a", "theirs") } };
    const yours = withAdded(
      { ...start, widgets: { ...start.widgets, b: text("b", "yours") } },
      text("c"),
      "c",
      200,
    );
    const { merged, conflicts } = mergeDefinitions(start, theirs, yours);
    expect(conflicts).toEqual([]);
    expect(merged.widgets).toEqual({ a: text("a", "theirs"), b: text("b", "yours"), c: text("c") });
  });

  it("copies a group with ids of its own", () => {
    const grid: Widget = {
      id: "g",
      type: "dashboard-widget",
      layout: [{ height: 200, columns: [{ id: "x", size: 12 }] }],
      widgets: [text("x")],
    };
    const copy = copyOf({
      id: "t",
      type: "grouper",
      displayMode: "tabs",
      groups: [{ title: "G", widgets: [grid] }],
    });
    if (copy.type !== "grouper") throw new Error("no group");
    const inner = copy.groups[0]?.widgets[0];
    if (inner?.type !== "dashboard-widget") throw new Error("no grid");
    expect(new Set([copy.id, inner.id, inner.widgets[0]?.id, "t", "g", "x"]).size).toBe(6);
    expect(inner.layout[0]?.columns[0]?.id).toBe(inner.widgets[0]?.id);
  });
});
