import { describe, expect, it } from "vitest";
import { setPermissions } from "@/server/catalog/service/permissions";
import { listEntities } from "@/server/catalog/service/read";
import type { Actor } from "@/server/kernel/context";
import { ANN, BEN, mine, number, overServices, where } from "../testing-data";
import { createPage } from "./change-pages";
import { pagesForEntities } from "./pages";
import { noteVisit, pageWidgetData } from "./widget-data";

const { as, see, figure } = overServices();

describe("tables, graphs and lists", () => {
  it("of what is related to an entity", async () => {
    const data = await see({
      type: "table-entities-explorer-by-direction",
      blueprint: "service",
      entity: "checkout",
      blueprintConfig: {
        service: { relatedProperty: "dependsOn", title: "Depend on it" },
        environment: { relatedProperty: "environment" },
      },
    });
    if (data.kind !== "entities") throw new Error(JSON.stringify(data));
    const found = await Promise.all(
      data.tables.map(async ({ title, blueprint, query }) => [
        title,
        (await listEntities(as(), blueprint, { query })).total,
      ]),
    );
    expect(found).toEqual([
      ["Depend on it", 5],
      ["Environment", 1],
    ]);
    expect(await see({ type: "table-entities-explorer-by-direction" })).toMatchObject({ kind: "refused" });
  });

  it("of one's own, and of what one looked at last", async () => {
    const mineOf = async (actor: Actor, type: string) => {
      const data = await see({ type }, actor);
      return data.kind === "rows" ? data.table.rows.map(({ id }) => id).sort() : data;
    };
    expect(await mineOf(ANN, "my-entities")).toEqual(["service/s1", "service/s3", "service/s5"]);
    expect(await mineOf(ANN, "recently-viewed-entities")).toMatchObject({ kind: "empty" });
    for (const identifier of ["s1", "s2"]) await noteVisit(as(ANN), "service", identifier);
    await noteVisit(as(ANN), "environment", "prod");
    await expect(noteVisit(as(ANN), "service", "nobody")).rejects.toMatchObject({ code: "not_found" });
    expect(await mineOf(ANN, "recently-viewed-entities")).toEqual([
      "environment/prod",
      "service/s1",
      "service/s2",
    ]);
    expect(await mineOf(BEN, "recently-viewed-entities")).toMatchObject({ kind: "empty" });
    await setPermissions(as(), "service", { entities: { read: { ownedByTeam: true } } });
    expect(await mineOf(ANN, "recently-viewed-entities")).toEqual(["environment/prod", "service/s1"]);
    expect((await figure(number({}), ANN)).figure).toMatchObject({ value: 3 });
    await setPermissions(as(), "service", null);
  });

  it("of what was done are for administrators", async () => {
    const widget = { type: "table-audit-log", query: { blueprint: "service", limit: 5 } };
    expect(await see(widget)).toMatchObject({ kind: "rows", table: { n: 5, more: 1 } });
    expect(await see(widget, ANN)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("administrators"),
    });
  });

  it("of people, teams and what was done are narrowed by filters that name what they have, and say where not", async () => {
    const filters = [
      { title: "Mine", query: where(mine) },
      { title: "Go", query: where({ property: "language", operator: "=", value: "Go" }) },
      { title: "Big", blueprint: "service", query: where({ property: "replicas", operator: ">", value: 3 }) },
    ] as never;
    const rowsOf = async (widget: object, actor?: Actor) => {
      const data = await see(widget, actor, { filters });
      if (data.kind === "rows") return [data.table.rows.map(({ cells }) => cells.title), data.notes];
      return data;
    };
    expect(await rowsOf({ type: "teams-table" }, ANN)).toEqual([
      ["Team red"],
      ['The filter "Go" does not narrow teams, which lack "language".'],
    ]);
    expect(await rowsOf({ type: "users-table" }, ANN)).toMatchObject({ kind: "empty", notes: { length: 1 } });
    expect(await rowsOf({ type: "runs-table" }, ANN)).toMatchObject({ kind: "empty", notes: { length: 2 } });
    const audit = async (value: string) => {
      const named = [{ query: where({ property: "$identifier", operator: "=", value }) }] as never;
      return see({ type: "table-audit-log", query: { limit: 50 } }, undefined, { filters: named });
    };
    expect(await audit("checkout")).toMatchObject({ kind: "rows", table: { n: 1 } });
    expect(await audit("nobody")).toMatchObject({ kind: "empty" });
  });
});

describe("pages for entities", () => {
  it("show each entity its own, to whoever may read it", async () => {
    const page = await createPage(as(), {
      title: "Service",
      type: "entity",
      blueprint: "service",
      definition: {
        widgets: [
          { id: "info", type: "entity-info", blueprint: "{{blueprint}}", entity: "{{url.identifier}}" },
          { id: "related", type: "table-entities-explorer-by-direction" },
          { id: "text", type: "markdown", markdown: "{{ .entity.title }}, {{ .user.firstName }}" },
          {
            id: "links",
            type: "links-widget",
            links: [
              { title: "{{ .entity.title }}", url: "https://x.example.com/{{url.identifier}}" },
              { title: "Nowhere", url: "{{ .entity.properties.readme }}" },
            ],
          },
          { id: "frame", type: "iframe-widget", title: "Board", url: "https://x.example.com/d?a=1" },
          {
            id: "number",
            ...number({
              dataset: where({ property: "$identifier", operator: "=", value: "{{url.identifier}}" }),
            }),
          },
        ] as never,
      },
    });
    const of = (widget: string, identifier = "checkout", actor?: Actor) =>
      pageWidgetData(as(actor), page.identifier, widget, { entity: { blueprint: "service", identifier } });
    expect(await of("info")).toMatchObject({ kind: "entity", blueprint: "service", identifier: "checkout" });
    const related = await of("related");
    expect(related.kind === "entities" && related.tables.map(({ blueprint }) => blueprint)).toEqual([
      "environment",
      "service",
    ]);
    expect(await of("text", "s1", ANN)).toEqual({ kind: "text", markdown: "Service 1, ann" });
    expect(await of("links")).toEqual({
      kind: "links",
      links: [{ title: "Service 0", url: "https://x.example.com/checkout", description: null, icon: null }],
      note: 'Without an address that can be opened, so left out: "Nowhere".',
    });
    expect(await of("frame")).toMatchObject({
      links: [{ url: "https://x.example.com/d?a=1&entity=checkout&blueprint=service" }],
    });
    expect(await of("number")).toMatchObject({ figure: { value: 1 } });
    expect(await of("info", "nobody")).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/nobody/),
    });
    expect(await pageWidgetData(as(), page.identifier, "info")).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/open the page on an entity/),
    });
    const other = { entity: { blueprint: "environment", identifier: "prod" } };
    expect(await pageWidgetData(as(), page.identifier, "info", other)).toMatchObject({ kind: "refused" });
    expect(await pagesForEntities(as(ANN), "service")).toEqual([
      { identifier: "service", title: "Service", icon: null },
    ]);
    expect(await pagesForEntities(as(), "environment")).toEqual([]);
    await setPermissions(as(), "service", { entities: { read: { ownedByTeam: true } } });
    expect(await of("info", "checkout", ANN)).toMatchObject({ kind: "refused" });
    await setPermissions(as(), "service", null);
    await expect(createPage(as(), { title: "x", type: "entity" })).rejects.toMatchObject({ code: "invalid" });
  });
});
