/**
 * How every procedure and route that has to do with entities is asked by somebody who may not read some of them. Whoever
 * adds one adds here how it is asked; the test fails until then.
 */

/** Stands in every place where a value of an unreadable entity can be, and nowhere else. */
export const WORD = /m4rk3r/i;
export const HIDDEN = "m4rk3r-1";
export const secret = { blueprint: "secret", identifier: HIDDEN };
const open = { blueprint: "open", identifier: "o-1" };
const titled = {
  combinator: "and",
  rules: [{ property: "$title", operator: "contains", value: "m4rk3r" }],
};
const ofSecret = { combinator: "and", rules: [{ property: "$blueprint", operator: "=", value: "secret" }] };
const throughSecret = {
  combinator: "and",
  rules: [{ relation: "secret", operator: "=", value: HIDDEN }],
};
const secrets = [{ relation: "secrets", direction: "outgoing", blueprint: "secret" }];

export interface Ask {
  input?: unknown;
  /** An administrator finds the word in the answer: without it, the case would prove nothing. */
  shows?: boolean;
}
/** The door is open to administrators alone. */
export const MANAGED = "administrators";
export type Asked = typeof MANAGED | Ask[];

export const PROCEDURES: Record<string, Asked> = {
  "catalog.access.mine": [{ input: secret }, { input: { blueprint: "secret" } }],
  "catalog.blueprints.permissions": [{ input: { identifier: "secret" } }],
  "catalog.blueprints.setPermissions": [{ input: { identifier: "secret", permissions: null } }],
  "catalog.blueprints.list": [{ input: { hidden: true } }],
  "catalog.blueprints.deleteAll": MANAGED,
  "catalog.blueprints.get": [{ input: { identifier: "secret" } }],
  "catalog.blueprints.properties": [{ input: { identifier: "secret" } }],
  "catalog.blueprints.tryMirror": MANAGED,
  "catalog.blueprints.tryCalculation": MANAGED,
  "catalog.blueprints.tryAggregation": MANAGED,
  "catalog.blueprints.create": MANAGED,
  "catalog.blueprints.preview": MANAGED,
  "catalog.blueprints.update": MANAGED,
  "catalog.blueprints.delete": MANAGED,
  "catalog.blueprints.revisions": MANAGED,
  "catalog.blueprints.restore": MANAGED,
  "catalog.blueprints.rename": MANAGED,
  "catalog.blueprints.setHidden": MANAGED,
  "catalog.entities.list": [
    { input: { blueprint: "secret" }, shows: true },
    { input: { blueprint: "secret", text: "m4rk3r" }, shows: true },
    { input: { blueprint: "policed" }, shows: true },
    { input: { blueprint: "unread" }, shows: true },
    { input: { blueprint: "open" }, shows: true },
    { input: { blueprint: "secret", query: titled }, shows: true },
    { input: { blueprint: "open", query: throughSecret }, shows: true },
    { input: { blueprint: "open", sort: { by: "relation:secret.$title", direction: "asc" } } },
  ],
  "catalog.entities.facets": [
    { input: { blueprint: "secret", by: ["note", "tags", "$icon", "$team", "$title"] }, shows: true },
    { input: { blueprint: "secret", by: ["relation:peers", "relation:needs"] }, shows: true },
    { input: { blueprint: "open", by: ["relation:secret", "relation:secrets"] }, shows: true },
    { input: { blueprint: "policed", by: ["note"] }, shows: true },
  ],
  "catalog.entities.search": [
    { input: { query: ofSecret }, shows: true },
    { input: { query: titled, limit: 2 }, shows: true },
  ],
  "catalog.entities.aggregate": [
    { input: { func: "countValues", property: "note", query: ofSecret }, shows: true },
    { input: { func: "countValues", relation: "peers", query: ofSecret }, shows: true },
    { input: { func: "count", query: ofSecret } },
  ],
  "catalog.entities.aggregateOverTime": [
    { input: { func: "count", breakdownProperty: "note", query: ofSecret }, shows: true },
  ],
  "catalog.query.check": [{ input: { blueprint: "open", query: throughSecret } }],
  "catalog.migrations.list": MANAGED,
  "catalog.migrations.get": MANAGED,
  "catalog.migrations.create": MANAGED,
  "catalog.migrations.preview": MANAGED,
  "catalog.migrations.cancel": MANAGED,
  "catalog.entities.options": [
    { input: { blueprint: "secret" }, shows: true },
    { input: { blueprint: "policed", text: "m4rk3r" }, shows: true },
  ],
  "catalog.entities.get": [
    { input: secret, shows: true },
    { input: { blueprint: "policed", identifier: "m4rk3r-p" }, shows: true },
    { input: open, shows: true },
  ],
  "catalog.entities.create": [
    { input: { blueprint: "secret", entity: { identifier: HIDDEN, team: "blue" } } },
    { input: { blueprint: "secret", entity: { identifier: HIDDEN }, upsert: true, merge: true } },
    { input: { blueprint: "open", entity: { identifier: "o-2", relations: { secret: HIDDEN } } } },
    { input: { blueprint: "open", entity: { identifier: "o-1" }, upsert: true, validationOnly: true } },
  ],
  "catalog.entities.update": [
    { input: { ...secret, patch: { title: "Mine" } } },
    { input: { ...open, patch: { icon: "Box" } } },
    { input: { ...open, patch: { relations: { secret: "m4rk3r-2" } } } },
  ],
  "catalog.entities.replace": [
    { input: { ...secret, entity: { title: "Mine" } } },
    { input: { ...open, entity: { title: "Open" } } },
  ],
  "catalog.entities.delete": [
    { input: secret },
    { input: { blueprint: "open", identifier: "o-needed" } },
    { input: { blueprint: "open", identifier: "o-needed", deleteDependents: true } },
  ],
  "catalog.entities.bulkUpdate": [
    { input: { blueprint: "secret", identifiers: [HIDDEN, "own"], patch: { icon: "Lock" } } },
    { input: { blueprint: "open", identifiers: ["o-1"], patch: { icon: "Lock" } } },
  ],
  "catalog.entities.bulkDelete": [
    { input: { blueprint: "secret", identifiers: ["own", HIDDEN] } },
    { input: { blueprint: "open", identifiers: ["o-needed"], deleteDependents: true } },
  ],
  "catalog.entities.related": [{ input: open, shows: true }, { input: secret }],
  "catalog.entities.relations": [{ input: open }, { input: secret }],
  "catalog.entities.relatedPage": [
    { input: { ...open, path: secrets }, shows: true },
    { input: { ...open, path: secrets, text: "m4rk3r" }, shows: true },
    { input: { ...secret, path: [{ relation: "secrets", direction: "incoming", blueprint: "open" }] } },
  ],
  "catalog.entities.dependents": [
    { input: { blueprint: "open", identifier: "o-needed" }, shows: true },
    { input: secret },
  ],
  "catalog.entities.graph": [{ input: { ...open, depth: 4 }, shows: true }, { input: secret }],
  "catalog.entities.history": [
    { input: open, shows: true },
    { input: secret, shows: true },
    { input: { blueprint: "secret", identifier: "m4rk3r-gone" }, shows: true },
  ],
  "catalog.entities.propertyHistory": [
    { input: { ...secret, keys: ["note"] }, shows: true },
    { input: { ...open, keys: ["secretCount"] } },
  ],
  "catalog.views.list": [{ input: { blueprint: "unread" }, shows: true }],
  "catalog.views.save": [
    { input: { blueprint: "unread", title: "Mine", shared: false, state: { columns: [] } } },
  ],
  "catalog.views.delete": [{ input: { id: "00000000-0000-4000-8000-000000000000" } }],
  "catalog.search": [{ input: { text: "m4rk3r" }, shows: true }],
  "actions.list": [{ input: { blueprint: "secret", entity: HIDDEN } }],
  "actions.get": [{ input: { identifier: "change_secret" } }],
  "actions.form": [{ input: { identifier: "change_secret", entity: HIDDEN } }],
  "actions.approval": [{ input: { identifier: "change_secret", entity: HIDDEN, properties: {} } }],
  "actions.entityOptions": [
    { input: { action: "change_secret", input: "other", text: "m4rk3r" }, shows: true },
  ],
  "actions.execute": [
    { input: { identifier: "change_secret", entity: HIDDEN, properties: {} } },
    { input: { identifier: "change_secret", entity: "own", properties: { other: HIDDEN } } },
  ],
  "actions.rerun": [{ input: { runId: "r_none" } }],
  "actions.definitions": MANAGED,
  "actions.revisions": MANAGED,
  "actions.create": MANAGED,
  "actions.update": MANAGED,
  "actions.delete": MANAGED,
  "actions.permissions": MANAGED,
  "actions.updatePermissions": MANAGED,
  "audit.list": MANAGED,
  "audit.verify": MANAGED,
  "bundle.export": MANAGED,
  "bundle.plan": MANAGED,
  "bundle.applyPlan": MANAGED,
};

export interface RestAsk {
  path: string;
  body?: unknown;
  shows?: boolean;
}
const at = "/blueprints/secret/entities";
const ask = (path: string, body?: unknown): RestAsk => ({ path, ...(body === undefined ? {} : { body }) });
const showing = (path: string, body?: unknown): RestAsk => ({ ...ask(path, body), shows: true });

/** By method and path as the API's own description has them. */
export const ROUTES: Record<string, typeof MANAGED | RestAsk[]> = {
  "get /blueprints": [ask("/blueprints")],
  "get /blueprints/{identifier}": [ask("/blueprints/secret")],
  "get /blueprints/{blueprint_identifier}/permissions": [ask("/blueprints/secret/permissions")],
  "patch /blueprints/{blueprint_identifier}/permissions": [ask("/blueprints/secret/permissions", {})],
  "get /blueprints/system/{identifier}/structure": [ask("/blueprints/system/_user/structure")],
  "get /blueprints/{blueprint_identifier}/entities": [
    showing(at),
    showing("/blueprints/open/entities"),
    showing("/blueprints/policed/entities"),
    showing("/blueprints/mirroring/entities?attach_identifier_to_title_mirror_properties=true"),
    showing("/blueprints/open/entities?attach_title_to_relation=true"),
  ],
  "get /blueprints/{blueprint_identifier}/entities-count": [ask("/blueprints/secret/entities-count")],
  "post /blueprints/{blueprint_identifier}/entities": [
    ask(at, { identifier: HIDDEN, team: "blue" }),
    ask(`${at}?upsert=true&merge=true`, { identifier: HIDDEN }),
    ask("/blueprints/open/entities", { identifier: "o-3", relations: { secret: HIDDEN } }),
    ask("/blueprints/open/entities", { identifier: "o-4", relations: { secrets: titled } }),
    ask("/blueprints/secret/entities?upsert=true&merge=true", { identifier: titled }),
  ],
  "get /blueprints/{blueprint_identifier}/entities/{entity_identifier}": [
    showing(`${at}/${HIDDEN}`),
    showing("/blueprints/open/entities/o-1"),
    showing("/blueprints/mirroring/entities/m-1?attach_identifier_to_title_mirror_properties=true"),
  ],
  "put /blueprints/{blueprint_identifier}/entities/{entity_identifier}": [
    ask(`${at}/${HIDDEN}`, {}),
    ask("/blueprints/open/entities/o-1", { title: "Open" }),
  ],
  "patch /blueprints/{blueprint_identifier}/entities/{entity_identifier}": [
    ask(`${at}/${HIDDEN}`, {}),
    ask("/blueprints/open/entities/o-1", { title: "Open" }),
  ],
  "delete /blueprints/{blueprint_identifier}/entities/{entity_identifier}": [
    ask(`${at}/${HIDDEN}`),
    ask("/blueprints/open/entities/o-needed"),
    ask("/blueprints/open/entities/o-needed?delete_dependents=true"),
  ],
  "post /blueprints/{blueprint_identifier}/entities/bulk": [
    ask(`${at}/bulk?upsert=true&merge=true`, { entities: [{ identifier: HIDDEN }, { identifier: "own" }] }),
  ],
  "post /blueprints/{blueprint_identifier}/bulk/entities/delete": [
    ask("/blueprints/secret/bulk/entities/delete", { entities: [HIDDEN] }),
  ],
  "post /entities/search": [showing("/entities/search", ofSecret), showing("/entities/search", titled)],
  "post /entities/aggregate": [
    showing("/entities/aggregate", { func: "countValues", property: "$title", query: ofSecret }),
  ],
  "post /entities/aggregate-over-time": [
    showing("/entities/aggregate-over-time", { func: "count", breakdownProperty: "note", query: ofSecret }),
  ],
  "post /blueprints/{blueprint_identifier}/entities/search": [
    showing(`${at}/search`, { query: titled }),
    showing("/blueprints/open/entities/search", { query: throughSecret }),
    showing(`${at}/search`, { text: "m4rk3r", include: ["$title", "properties.note"], limit: 1 }),
  ],
  "post /blueprints/{blueprint_identifier}/entities/search/count": [
    ask(`${at}/search/count`, { query: titled }),
  ],
  "post /blueprints/{blueprint_identifier}/entities/top-search": [
    showing(`${at}/top-search`, { sort: { property: "$title", order: "asc" } }),
    showing(`${at}/top-search`, { groupBy: { property: "note" } }),
    showing("/blueprints/open/entities/top-search", {
      groupBy: { relation: "secret", targetProperty: "$title" },
    }),
    showing(`${at}/top-search`, { identifiers: [HIDDEN] }),
  ],
  "post /blueprints/{blueprint_identifier}/entities/facets": [
    showing(`${at}/facets`, { by: ["note"] }),
    showing("/blueprints/open/entities/facets", { by: ["relation:secrets"] }),
  ],
  "get /blueprints/{blueprint_identifier}/entities-export": [
    showing("/blueprints/secret/entities-export?format=json"),
    showing("/blueprints/secret/entities-export?text=m4rk3r"),
    showing("/blueprints/open/entities-export?columns=relation:secret,relation:secrets"),
    showing("/blueprints/policed/entities-export"),
  ],
  "post /entities/properties-history": [
    ask("/entities/properties-history", {
      entityIdentifier: HIDDEN,
      blueprintIdentifier: "secret",
      propertyNames: ["note"],
      timeInterval: "hour",
      timeRange: { preset: "lastDay" },
    }),
  ],
  "delete /blueprints/{blueprint_identifier}/all-entities": MANAGED,
  "get /migrations": MANAGED,
  "get /migrations/{migration_id}": MANAGED,
  "post /migrations": MANAGED,
  "post /migrations/{migration_id}/cancel": MANAGED,
  "post /blueprints": MANAGED,
  "put /blueprints/{identifier}": MANAGED,
  "patch /blueprints/{identifier}": MANAGED,
  "delete /blueprints/{identifier}": MANAGED,
  "patch /blueprints/{blueprint_identifier}/properties/{property_identifier}/rename": MANAGED,
  "patch /blueprints/{blueprint_identifier}/mirror/{property_identifier}/rename": MANAGED,
  "patch /blueprints/{blueprint_identifier}/relations/{relation_identifier}/rename": MANAGED,
  "get /audit-log": MANAGED,
  "get /bundle": MANAGED,
  "post /bundle": MANAGED,
  "get /actions": [ask("/actions?blueprint_identifier=secret")],
  "get /actions/{action_identifier}": [ask("/actions/change_secret")],
  "post /actions/{action_identifier}/runs": [
    ask("/actions/change_secret/runs", { properties: {}, entity: HIDDEN }),
    ask("/actions/change_secret/runs", { properties: { other: HIDDEN }, entity: "own" }),
  ],
};
