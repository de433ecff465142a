import { describe, expect, it } from "vitest";
import { renameInAction } from "@/server/actions/core/rename";
import type { BlueprintDefinition } from "../schema";
import { renameInDefinition, renameInPermissions, renameInView } from "./rename";
import { renameInJq } from "./rename-text";

describe("jq", () => {
  it.each([
    [".properties.lang", ".properties.language"],
    [".properties.lang | ascii_upcase", ".properties.language | ascii_upcase"],
    ['.properties."lang"', ".properties.language"],
    [".properties.'lang'", ".properties.language"],
    ['.properties["lang"] // .properties.language2', ".properties.language // .properties.language2"],
    [".properties.langs", ".properties.langs"],
    ['"\\(.properties.lang)!"', '"\\(.properties.language)!"'],
  ])("%s", (text, expected) =>
    expect(renameInJq(text, "properties", "lang", "language")).toMatchObject({
      text: expected,
      unclear: false,
    }),
  );
  it("leaves alone what may be something else, and says so", () => {
    expect(renameInJq(".properties | .lang", "properties", "lang", "x")).toEqual({
      text: ".properties | .lang",
      renamed: false,
      unclear: true,
    });
    expect(renameInJq('.properties.lang == "lang"', "properties", "lang", "x")).toEqual({
      text: '.properties.x == "lang"',
      renamed: true,
      unclear: true,
    });
  });
  it("quotes a new name that needs it", () =>
    expect(renameInJq(".properties.lang", "properties", "lang", "main-language").text).toBe(
      '.properties["main-language"]',
    ));
});

const service: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { lang: { type: "string" }, n: { type: "number" } }, required: ["lang"] },
  relations: { owner: { target: "team" }, parent: { target: "service" } },
  mirrorProperties: { parentLang: { path: "parent.lang" }, boss: { path: "owner.lead.$title" } },
  calculationProperties: { shout: { type: "string", calculation: ".properties.lang | ascii_upcase" } },
  ownership: { type: "Inherited", path: "owner" },
};
const team: BlueprintDefinition = {
  identifier: "team",
  title: "Team",
  schema: { properties: { lang: { type: "string" } } },
  relations: { lead: { target: "team" } },
  aggregationProperties: {
    count: {
      title: "Count",
      target: "service",
      query: {
        combinator: "and",
        rules: [
          { property: "lang", operator: "=", value: "lang" },
          { property: { path: ["owner", "lead"] }, operator: "matchAny", value: "x" },
        ],
      },
      calculationSpec: { calculationBy: "property", func: "sum", property: "n" },
      pathFilter: [{ path: ["owner"], fromBlueprint: "service" }],
    },
  },
};
const known = new Map([service, team].map((definition) => [definition.identifier, definition]));

describe("a definition", () => {
  it("follows a property, and leaves the key of another blueprint alone", () => {
    const subject = { blueprint: "service", kind: "property" as const, key: "lang" };
    const own = renameInDefinition(service, subject, "language", known);
    expect(own.definition).toMatchObject({
      schema: { properties: { language: { type: "string" } }, required: ["language"] },
      mirrorProperties: { parentLang: { path: "parent.language" }, boss: { path: "owner.lead.$title" } },
      calculationProperties: { shout: { calculation: ".properties.language | ascii_upcase" } },
    });
    expect(Object.keys(own.definition.schema.properties)).toEqual(["language", "n"]);
    const other = renameInDefinition(team, subject, "language", known);
    expect(other.definition.schema).toEqual(team.schema);
    expect(other.definition.aggregationProperties?.count?.query).toMatchObject({
      rules: [{ property: "language", value: "lang" }, {}],
    });
  });
  it("follows a relation through paths", () => {
    const subject = { blueprint: "service", kind: "relation" as const, key: "owner" };
    const own = renameInDefinition(service, subject, "team", known).definition;
    expect(own).toMatchObject({
      relations: { team: { target: "team" } },
      mirrorProperties: { boss: { path: "team.lead.$title" } },
      ownership: { path: "team" },
    });
    const { definition, mentions } = renameInDefinition(team, subject, "team", known);
    expect(definition.aggregationProperties?.count).toMatchObject({
      query: { rules: [{}, { property: { path: ["team", "lead"] } }] },
      pathFilter: [{ path: ["team"] }],
    });
    expect(mentions.map((m) => m.path.join("."))).toEqual([
      "aggregationProperties.count.query",
      "aggregationProperties.count.pathFilter.0.path",
    ]);
  });
  it("follows a measured property", () => {
    const subject = { blueprint: "service", kind: "property" as const, key: "n" };
    expect(
      renameInDefinition(team, subject, "size", known).definition.aggregationProperties?.count,
    ).toMatchObject({ calculationSpec: { property: "size" } });
  });
});

it("permissions and views follow", () => {
  const subject = { blueprint: "service", kind: "property" as const, key: "lang" };
  const permissions = {
    entities: {
      updateProperties: { lang: { roles: ["Admin"] }, n: {} },
      read: { policy: { combinator: "and", rules: [{ property: "lang", operator: "=", value: 1 }] } },
    },
  };
  expect(renameInPermissions(permissions, subject, "language", known).permissions).toEqual({
    entities: {
      updateProperties: { language: { roles: ["Admin"] }, n: {} },
      read: { policy: { combinator: "and", rules: [{ property: "language", operator: "=", value: 1 }] } },
    },
  });
  const state = {
    columns: ["lang", "n"],
    widths: { lang: 20 },
    query: { rules: [{ property: "lang", value: "lang" }] },
  };
  expect(renameInView(state, subject, "language").state).toEqual({
    columns: ["language", "n"],
    widths: { language: 20 },
    query: { rules: [{ property: "language", value: "lang" }] },
  });
});

it("a view follows a relation in its columns, sorts and filters, and not a property of that name", () => {
  const subject = { blueprint: "service", kind: "relation" as const, key: "owner" };
  const state = {
    columns: ["owner", "relation:owner", "relation:ownership"],
    sort: [{ by: "relation:owner.$title", direction: "asc" }],
    group: "relation:owner",
    query: { rules: [{ relation: "owner", value: "owner" }] },
  };
  expect(renameInView(state, subject, "team").state).toEqual({
    columns: ["owner", "relation:team", "relation:ownership"],
    sort: [{ by: "relation:team.$title", direction: "asc" }],
    group: "relation:team",
    query: { rules: [{ relation: "team", value: "owner" }] },
  });
});

it("an action follows: mapping, templates over the entity, choices", () => {
  const picker = { type: "string", format: "entity", blueprint: "service" };
  const action = {
    trigger: {
      blueprintIdentifier: "service",
      userInputs: {
        properties: { s: { ...picker, dataset: { rules: [{ property: "lang", value: 1 }] } } },
      },
    },
    invocationMethod: {
      variables: { a: "{{ .entity.properties.lang }}", b: "{{ .inputs.lang }}" },
      mapping: { identifier: "x", properties: { lang: "{{ .inputs.lang }}" } },
    },
  };
  const subject = { blueprint: "service", kind: "property" as const, key: "lang" };
  const result = renameInAction(action, subject, "language", known);
  expect(result).toMatchObject({ renamed: true, unclear: false });
  expect(result.definition).toEqual({
    trigger: {
      blueprintIdentifier: "service",
      userInputs: {
        properties: { s: { ...picker, dataset: { rules: [{ property: "language", value: 1 }] } } },
      },
    },
    invocationMethod: {
      variables: { a: "{{ .entity.properties.language }}", b: "{{ .inputs.lang }}" },
      mapping: { identifier: "x", properties: { language: "{{ .inputs.lang }}" } },
    },
  });
});
