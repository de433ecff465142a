import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { BOARDS } from "@/components/insights/boards";
import { brokenIn, namedIn, type Text } from "./broken";
import { outlineOf } from "./links";
import { GUIDES, pageAt, type Thing } from "./portal-pages";

const action = (text: string): Text => ({ kind: "action", identifier: "create", text });
const there = new Map<Thing, Set<string>>([
  ["action", new Set(["create", "destroy"])],
  ["entity", new Set(["service/shop", "service/a b"])],
  ["blueprint", new Set(["service"])],
]);
const broken = (text: string, others: Text[] = []) => {
  const of = action(text);
  return brokenIn(of, [of, ...others], there);
};

describe("links of a page", () => {
  it.each([
    ["[x](https://example.com/gone) and <mailto:a@example.com> and [y](//example.com)"],
    ["[x](/actions/destroy) [x](/catalog/service) [x](/catalog/service/shop) [x](/catalog/service/a%20b)"],
    ["[x](/docs/insights#anything) [x](/docs/metrics) [x](/settings/teams) [x](/) [x](/runs?status=failed)"],
    ["# When to use it\n\n[x](#when-to-use-it) [top](#)"],
    ["`[x](/nowhere)`\n\n```\n[x](/nowhere)\n```"],
    ["no link [at] all (/nowhere)"],
  ])("lead somewhere: %s", (text) => {
    expect(broken(text)).toEqual([]);
  });

  it.each([
    ["[x](/actions/gone)", "/actions/gone"],
    ["[x](/catalog/service/gone)", "/catalog/service/gone"],
    ["[x](/catalog/nothing)", "/catalog/nothing"],
    ["[x](/docs/nothing)", "/docs/nothing"],
    ["[x](/no/such/page)", "/no/such/page"],
    ["[x](#gone)", "#gone"],
    ["[x](guide.md)", "guide.md"],
    ["[x](../module/main.tf)", "../module/main.tf"],
    ["![a picture](/pictures/a.png)", "/pictures/a.png"],
    ["[x][there]\n\n[there]: /actions/gone", "/actions/gone"],
  ])("lead nowhere: %s", (text, link) => {
    expect(broken(text)).toEqual([link]);
  });

  it("to a heading of another page are looked up there, where its text is at hand", () => {
    const other: Text = { kind: "action", identifier: "destroy", text: "## What goes, and what stays" };
    expect(broken("[x](/actions/destroy#what-goes-and-what-stays)", [other])).toEqual([]);
    expect(broken("[x](/actions/destroy#gone)", [other])).toEqual(["/actions/destroy#gone"]);
    expect(broken("[x](/catalog/service/shop#gone)")).toEqual([]);
  });

  it("name what is to be looked up", () => {
    const named = namedIn([
      action("[x](/actions/a) [x](/actions/a) [y](/catalog/service/shop) [z](/docs/x)"),
    ]);
    expect([...named].map(([kind, names]) => [kind, [...names]])).toEqual([
      ["action", ["a"]],
      ["entity", ["service/shop"]],
    ]);
  });

  it("are read with the headings that can be linked to", () => {
    expect(outlineOf("# One `two` *three*\n\nText\n\n## Grüße: 4")).toEqual({
      links: [],
      anchors: ["one-two-three", "grüße-4"],
    });
  });
});

describe("the pages that links can lead to", () => {
  const root = path.resolve("app/(portal)");
  const routes = fs
    .readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => `/${path.dirname(file)}`.replace(/^\/\.$/, "/"));

  it("are all that the portal has", () => {
    expect(routes.length).toBeGreaterThan(40);
    for (const route of routes) {
      const example = route
        .replace("[board]", "delivery")
        .replace("/docs/[page]", "/docs/actions")
        .replace(/\[\w+\]/g, "x");
      expect([route, pageAt(example) !== false]).toEqual([route, true]);
    }
    for (const { id } of BOARDS) expect([id, pageAt(`/insights/${id}`)]).toEqual([id, true]);
  });

  it("have the guides that there are", () => {
    const files = fs.readdirSync(path.join(root, "docs")).filter((file) => file.endsWith(".md"));
    expect([...files.map((file) => file.slice(0, -3)), "metrics"].sort()).toEqual([...GUIDES].sort());
  });
});
