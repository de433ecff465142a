import { HIDDEN, MANAGED, ofSecret, throughSecret, titled } from "./testing-unreadable";

/** How every route that has to do with entities is asked by somebody who may not read some of them. */
export interface RestAsk {
  path: string;
  body?: unknown;
  shows?: boolean;
}
const ATTACH = "attach_identifier_to_title_mirror_properties=true&attach_title_to_relation=true";
const named = (...identifiers: string[]) => ({
  combinator: "and",
  rules: [{ property: "$identifier", operator: "in", value: identifiers }],
});
const at = "/blueprints/secret/entities";
const NO_ID = "5f0d7a0e-2f37-4f53-9f0e-7b3f1d2c9a00";
const NO_WORKSPACE = `/workspaces/${NO_ID}`;
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
  "get /blueprints/{blueprint_identifier}/entities/{entity_identifier}/related": [
    ask(`${at}/${HIDDEN}/related`),
    showing("/blueprints/open/entities/o-1/related"),
  ],
  "get /blueprints/{blueprint_identifier}/entities/{entity_identifier}/graph": [
    ask(`${at}/${HIDDEN}/graph`),
    showing("/blueprints/open/entities/o-1/graph?depth=4"),
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
  "post /entities/search": [
    showing("/entities/search", ofSecret),
    showing("/entities/search", titled),
    showing(`/entities/search?${ATTACH}`, named("m-1", "o-1")),
  ],
  "post /entities/aggregate": [
    showing("/entities/aggregate", { func: "countValues", property: "$title", query: ofSecret }),
  ],
  "post /entities/aggregate-over-time": [
    showing("/entities/aggregate-over-time", { func: "count", breakdownProperty: "note", query: ofSecret }),
  ],
  "post /blueprints/{blueprint_identifier}/entities/search": [
    showing(`${at}/search`, { query: titled }),
    showing("/blueprints/open/entities/search", { query: throughSecret }),
    showing(`/blueprints/mirroring/entities/search?${ATTACH}`, {}),
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
  "get /audit-log": [
    ask("/audit-log"),
    ask(`/audit-log?entity=${HIDDEN}`),
    showing(`/audit-log?entity=${HIDDEN}&blueprint=secret`),
    showing("/audit-log?entity=m4rk3r-gone&blueprint=secret"),
    showing("/audit-log?entity=o-1&blueprint=open"),
  ],
  "get /bundle": MANAGED,
  "post /bundle": MANAGED,
  "get /actions": [ask("/actions?blueprint_identifier=secret")],
  "get /actions/{action_identifier}": [ask("/actions/change_secret")],
  "post /actions/{action_identifier}/runs": [
    ask("/actions/change_secret/runs", { properties: {}, entity: HIDDEN }),
    ask("/actions/change_secret/runs", { properties: { other: HIDDEN }, entity: "own" }),
  ],
  "post /actions/{action_identifier}/plans": [
    ask("/actions/change_secret/plans", { properties: {}, entity: HIDDEN }),
    ask("/actions/change_secret/plans", { properties: { other: HIDDEN }, entity: "own" }),
  ],
  // Workspaces are seen by the teams that own them, whoever may read the entities that they stand for.
  "get /workspaces": [ask("/workspaces"), ask("/workspaces?text=m4rk3r")],
  "get /workspaces/{workspace_id}": [ask(NO_WORKSPACE)],
  "get /workspaces/{workspace_id}/resources": [ask(`${NO_WORKSPACE}/resources`)],
  "get /workspaces/{workspace_id}/versions": [ask(`${NO_WORKSPACE}/versions`)],
  "get /workspaces/{workspace_id}/versions/{version}/changes": [ask(`${NO_WORKSPACE}/versions/1/changes`)],
  "get /workspaces/{workspace_id}/drift": [ask(`${NO_WORKSPACE}/drift`)],
  "post /workspaces/{workspace_id}/drift/checks": [ask(`${NO_WORKSPACE}/drift/checks`)],
  "post /workspaces/{workspace_id}/drift/accept": [ask(`${NO_WORKSPACE}/drift/accept`, { reason: "x" })],
  "put /workspaces/{workspace_id}/drift/interval": [ask(`${NO_WORKSPACE}/drift/interval`, { minutes: 60 })],
  "post /workspaces/{workspace_id}/drift/mend": [ask(`${NO_WORKSPACE}/drift/mend`)],
  "get /plans/{plan_id}": [ask(`/plans/${NO_ID}`)],
  "post /plans/{plan_id}/cancel": [ask(`/plans/${NO_ID}/cancel`)],
};
