import { describe, expect, it } from "vitest";
import { pageFile, readPageFile } from "./page-file";

const definition = { widgets: [{ id: "a", type: "markdown" as const, markdown: "Hello" }], layout: [] };
const page = { identifier: "p", title: "P", icon: null, description: "About", definition };

describe("a page as a file", () => {
  it("reads back as it was written", () => {
    const read = readPageFile(JSON.stringify(pageFile(page)));
    expect(read).toEqual({ page: { identifier: "p", title: "P", description: "About", definition } });
  });

  it("takes the published form, in which a grid is the only widget", () => {
    const published = {
      page: {
        identifier: "p",
        title: "P",
        type: "dashboard",
        widgets: [{ type: "dashboard-widget", ...definition }],
      },
    };
    expect(readPageFile(JSON.stringify(published))).toEqual({
      page: { identifier: "p", title: "P", definition },
    });
  });

  it("says what is wrong with anything else", () => {
    expect(readPageFile("{")).toHaveProperty("fault");
    expect(readPageFile("[]")).toEqual({ fault: "A page is an object with a title and a definition." });
    expect(readPageFile("{}")).toHaveProperty("fault");
  });
});
