import { expect, it } from "vitest";
import { draftOf } from "./board-draft";
import { faultsOf } from "./faults";

it("tells faults by their widget, and those of the page apart", () => {
  const draft = draftOf({
    title: "P",
    icon: null,
    description: null,
    definition: { widgets: [{ id: "a", type: "markdown", title: "Text", markdown: "x" }], layout: [] },
  });
  expect(
    faultsOf(draft, [
      { path: ["definition", "widgets", 0, "markdown"], message: "Too long." },
      { path: ["definition", "widgets", 7], message: "Gone." },
      { path: ["title"], message: "Give the page a name." },
    ]),
  ).toEqual([
    { id: "a", label: "Text", path: ["markdown"], message: "Too long." },
    { id: null, label: "title", path: ["title"], message: "Give the page a name." },
  ]);
});
