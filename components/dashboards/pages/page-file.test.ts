import { describe, expect, it } from "vitest";
import { pageDocumentSchema } from "@/server/dashboards/core/document";
import { readPageFile } from "./page-file";

const grid = {
  id: "page",
  type: "dashboard-widget",
  layout: [{ height: 300, columns: [{ id: "a", size: 12 }] }],
  widgets: [{ id: "a", type: "markdown", markdown: "Hello" }],
};
const filters = [{ query: { combinator: "and", rules: [] } }];
const read = (value: unknown) => readPageFile(JSON.stringify(value));

describe("a page as a file", () => {
  it("is taken over as it was exported, but for its place and its people", () => {
    const exported = {
      identifier: "p",
      type: "entity",
      blueprint: "service",
      title: "P",
      icon: null,
      description: "About",
      locked: true,
      parent: "f",
      widgets: [grid],
      filters,
      permissions: { read: { teams: ["red"] } },
    };
    const page = {
      type: "entity",
      blueprint: "service",
      title: "P",
      description: "About",
      widgets: [grid],
      filters,
    };
    expect(read(exported)).toEqual({ page });
    expect(pageDocumentSchema.safeParse(page)).toMatchObject({ success: true });
  });

  it("of another portal stands in an answer, and says how it was listed there", () => {
    const published = {
      ok: true,
      page: {
        identifier: "p",
        title: "P",
        type: "home",
        showInSidebar: true,
        section: "software_catalog",
        requiredQueryParams: [],
        protected: false,
        widgets: [grid],
        createdAt: "2026-01-01T00:00:00Z",
      },
    };
    expect(read(published)).toEqual({ page: { title: "P", type: "dashboard", widgets: [grid] } });
  });

  it("may be in the form of the editor", () => {
    const { layout, widgets } = grid;
    expect(read({ title: "P", definition: { layout, widgets, filters } })).toEqual({
      page: { title: "P", widgets: [{ type: "dashboard-widget", layout, widgets }], filters },
    });
    expect(read({ title: "P", definition: { widgets } })).toEqual({ page: { title: "P", widgets } });
  });

  it("says what is wrong with anything else", () => {
    expect(readPageFile("{")).toHaveProperty("fault");
    expect(read([])).toEqual({ fault: "A page is an object with a title and widgets." });
    expect(read({})).toHaveProperty("fault");
    expect(read({ type: "folder" })).toHaveProperty("fault");
  });
});
