/**
 * How every procedure that has to do with entities is asked by somebody who may not read some of them. Whoever
 * adds one adds here how it is asked, and a route in `testing-unreadable-routes.ts`; the test fails until then.
 */

/** Stands in every place where a value of an unreadable entity can be, and nowhere else. */
export const WORD = /m4rk3r/i;
export const HIDDEN = "m4rk3r-1";
export const secret = { blueprint: "secret", identifier: HIDDEN };
const open = { blueprint: "open", identifier: "o-1" };
export const titled = {
  combinator: "and",
  rules: [{ property: "$title", operator: "contains", value: "m4rk3r" }],
};
export const ofSecret = {
  combinator: "and",
  rules: [{ property: "$blueprint", operator: "=", value: "secret" }],
};
export const throughSecret = {
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
  "catalog.entities.audit": [
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
  "actions.makers": [{ input: { blueprint: "secret", entity: HIDDEN } }],
  "actions.list": [{ input: { blueprint: "secret", entity: HIDDEN } }],
  "actions.get": [{ input: { identifier: "change_secret" } }],
  "actions.form": [{ input: { identifier: "change_secret", entity: HIDDEN } }],
  "actions.approval": [{ input: { identifier: "change_secret", entity: HIDDEN, properties: {} } }],
  "actions.cost": [{ input: { identifier: "change_secret", entity: HIDDEN, properties: {} } }],
  "actions.policies": [{ input: { identifier: "change_secret", entity: HIDDEN, properties: {} } }],
  "actions.evaluate": [
    {
      input: {
        identifier: "change_secret",
        entity: "own",
        revision: 1,
        values: { other: HIDDEN, others: [HIDDEN, "own"] },
      },
      shows: true,
    },
  ],
  "actions.options": [
    {
      input: { identifier: "change_secret", entity: "own", input: "other", values: {}, text: "m4rk3r" },
      shows: true,
    },
    {
      input: { identifier: "change_secret", entity: "own", input: "others", values: { other: HIDDEN } },
      shows: true,
    },
  ],
  "actions.optionLabels": [
    { input: { identifier: "change_secret", entity: "own", input: "other", values: [HIDDEN] }, shows: true },
  ],
  "actions.execute": [
    { input: { identifier: "change_secret", entity: HIDDEN, properties: {} } },
    { input: { identifier: "change_secret", entity: "own", properties: { other: HIDDEN } } },
  ],
  "actions.planPreview": [
    { input: { identifier: "change_secret", entity: HIDDEN, properties: {} } },
    { input: { identifier: "change_secret", entity: "own", properties: { other: HIDDEN } } },
  ],
  "actions.mendDrift": [{ input: { workspaceId: "00000000-0000-4000-8000-000000000000" } }],
  "actions.secretsToGive": [{ input: { workspaceId: "00000000-0000-4000-8000-000000000000" } }],
  "actions.rerun": [{ input: { runId: "r_none" } }],
  "actions.gallery": [{ input: undefined }],
  "actions.setFavourite": [{ input: { identifier: "change_secret", favourite: true } }],
  "actions.definitions": MANAGED,
  "actions.check": MANAGED,
  "actions.importWorkflow": MANAGED,
  "actions.saveDraft": MANAGED,
  "actions.discardDraft": MANAGED,
  "actions.publishDraft": MANAGED,
  "actions.revisions": MANAGED,
  "actions.restore": MANAGED,
  "actions.create": MANAGED,
  "actions.renderPayload": MANAGED,
  "actions.overview": MANAGED,
  "actions.update": MANAGED,
  "actions.delete": MANAGED,
  "actions.permissions": MANAGED,
  "actions.updatePermissions": MANAGED,
  "actions.tryPolicy": MANAGED,
  "actions.tryForm": MANAGED,
  "actions.tryOptions": MANAGED,
  "actions.tryJq": MANAGED,
  "audit.list": MANAGED,
  "audit.verify": MANAGED,
  "bundle.export": MANAGED,
  "bundle.plan": MANAGED,
  "bundle.applyPlan": MANAGED,
};
