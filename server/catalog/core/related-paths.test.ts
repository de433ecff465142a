import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { pathsBetween, reachableFrom, stepsFrom } from "./related-paths";

const to = (target: string) => ({ target });
const defined: Pick<BlueprintDefinition, "identifier" | "relations">[] = [
  { identifier: "service", relations: { system: to("system"), dependsOn: to("service") } },
  { identifier: "system", relations: { domain: to("domain") } },
  { identifier: "domain" },
  { identifier: "deployment", relations: { service: to("service"), gone: to("deleted") } },
  { identifier: "alone" },
];
const blueprints = new Map(defined.map((blueprint) => [blueprint.identifier, blueprint]));
const shown = (from: string, end: string) =>
  pathsBetween(blueprints, from, end).map((path) =>
    path.map((step) => `${step.direction === "outgoing" ? ">" : "<"}${step.relation}`).join(" "),
  );

describe("paths between blueprints", () => {
  it("start with one step in either direction; relations to nowhere lead nowhere", () => {
    expect(
      stepsFrom(blueprints, "service").map((step) => [step.direction, step.relation, step.blueprint]),
    ).toEqual([
      ["outgoing", "system", "system"],
      ["outgoing", "dependsOn", "service"],
      ["incoming", "dependsOn", "service"],
      ["incoming", "service", "deployment"],
    ]);
    expect(stepsFrom(blueprints, "deployment")).toHaveLength(1);
  });
  it("are found the shortest first", () => {
    expect(shown("deployment", "domain")[0]).toBe(">service >system >domain");
    expect(shown("deployment", "domain")).toContain(">service >dependsOn >system >domain");
    expect(shown("domain", "deployment")[0]).toBe("<domain <system <service");
    expect(shown("alone", "service")).toEqual([]);
  });
  it("lead back to the blueprint itself by a loop, and by what siblings share", () => {
    const own = shown("service", "service");
    expect(own.slice(0, 2)).toEqual([">dependsOn", "<dependsOn"]);
    expect(own).toContain(">system <system");
    expect(own).not.toContain(">dependsOn >dependsOn");
  });
  it("say what can be reached at all", () => {
    expect(reachableFrom(blueprints, "deployment").sort()).toEqual([
      "deployment",
      "domain",
      "service",
      "system",
    ]);
    expect(reachableFrom(blueprints, "alone")).toEqual([]);
  });
});
