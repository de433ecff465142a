import * as fc from "fast-check";

type Json = Record<string, unknown>;
type Definition = fc.Arbitrary<Json>;

/** Blueprints that random definitions name; each has the text `tier` and the list `tags`. */
export const RANDOM_BLUEPRINTS = ["service", "cluster"] as const;

const blueprint = fc.constantFrom(...RANDOM_BLUEPRINTS);
const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/).filter((text) => !(text in {}));
const words = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !text.includes("{{"));
const jq = fc.constantFrom(
  ".user.email",
  ".entity.properties.tier",
  ".entity.identifier // 'none'",
  "[1, 2] | length",
);
const dynamic = jq.map((jqQuery) => ({ jqQuery }));
const shown = fc.oneof(fc.boolean(), dynamic);
const some = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): Definition =>
  fc.record(model, { requiredKeys }) as Definition;

const common = {
  title: words,
  description: words,
  icon: fc.constantFrom("Service", "Cluster"),
  visible: shown,
  disabled: shown,
  readOnly: shown,
};
const typed = (
  type: string,
  rest: Record<string, fc.Arbitrary<unknown>>,
  needed: string[] = [],
): Definition => some({ type: fc.constant(type), ...common, ...rest }, ["type", ...needed]);

const query = fc.letrec<{ query: Json; rule: Json }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small" },
    fc.record({
      property: fc.constantFrom("tier", "$title", "$identifier"),
      operator: fc.constantFrom("=", "!=", "contains"),
      value: fc.oneof(words, dynamic, fc.constant({ context: "user", property: "$identifier" })),
    }),
    fc.record({ property: fc.constant("tags"), operator: fc.constant("isNotEmpty") }),
    tie("query"),
  ),
  query: fc.record({
    combinator: fc.constantFrom("and", "or"),
    rules: fc.array(tie("rule"), { maxLength: 3 }),
  }),
})).query;
const isStatic = (value: unknown) => !JSON.stringify(value).includes("jqQuery");

const entity = {
  type: fc.constant("string"),
  format: fc.constant("entity"),
  blueprint,
};
const sort = fc.record({
  property: fc.constantFrom("tier", "$title"),
  order: fc.constantFrom("ASC", "DESC"),
});

const input: Definition = fc.oneof(
  typed("string", { minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 9 }), default: dynamic }),
  typed("string", { pattern: fc.constantFrom("^[a-z]+$", ".") }),
  typed(
    "string",
    {
      format: fc.constantFrom(
        "date-time",
        "url",
        "email",
        "ipv4",
        "yaml",
        "markdown",
        "multi-line",
        "user",
        "team",
      ),
    },
    ["format"],
  ),
  typed("string", { enum: fc.uniqueArray(words, { minLength: 1, maxLength: 4 }) }, ["enum"]),
  typed("string", { enum: dynamic }, ["enum"]),
  typed("string", { ...entity, dataset: query, sort }, ["format", "blueprint"]),
  typed(
    "array",
    {
      items: some(entity, ["type", "format", "blueprint"]),
      dataset: query,
      minItems: fc.nat(2),
      uniqueItems: fc.boolean(),
    },
    ["items"],
  ),
  typed("array", { items: fc.constant({ type: "number" }), default: fc.array(fc.nat(9)) }),
  typed("number", {
    minimum: fc.integer({ min: -5, max: 0 }),
    exclusiveMaximum: fc.integer({ min: 1, max: 9 }),
    default: fc.constant(0),
  }),
  typed("boolean", { default: fc.boolean() }),
  typed("object", {
    properties: fc.constant({ a: { type: "string" } }),
    required: fc.constant(["a"]),
    additionalProperties: fc.boolean(),
  }),
);

/** `dependsOn` of inputs that stand before, so that there is no cycle. */
const inputs = fc
  .uniqueArray(fc.tuple(key, input, fc.boolean()), { maxLength: 6, selector: ([name]) => name })
  .map((list) =>
    Object.fromEntries(
      list.map(([name, definition, waits], i) => [
        name,
        waits && i > 0 ? { ...definition, dependsOn: [list[i - 1]![0]] } : definition,
      ]),
    ),
  );

const validations = fc.array(fc.record({ constraint: jq, message: words }), { maxLength: 2 });

const userInputs = inputs.chain((properties) => {
  const keys = Object.keys(properties);
  const titles = {
    t_one: { title: "One" },
    t_two: { description: "Two", visible: { jqQuery: ".user != null" } },
  };
  const order = fc.shuffledSubarray([...keys, ...Object.keys(titles)]);
  const steps = order.chain((all) =>
    fc
      .nat(all.length)
      .chain((at) =>
        fc.tuple(
          some({ title: words, order: fc.constant(all.slice(0, at)), visible: shown, validations }, [
            "title",
          ]),
          some({ title: words, order: fc.constant(all.slice(at)) }, ["title"]),
        ),
      ),
  );
  const rest = {
    required: fc.oneof(fc.shuffledSubarray(keys), dynamic),
    validations,
  };
  return fc.oneof(
    some({ properties: fc.constant(properties), titles: fc.constant(titles), order, ...rest }, [
      "properties",
      "titles",
    ]),
    some({ properties: fc.constant(properties), titles: fc.constant(titles), steps, ...rest }, [
      "properties",
      "titles",
    ]),
    some({ properties: fc.constant(properties), ...rest }, ["properties"]),
  );
});

const button = fc.constantFrom("Go", "Run it", "Delete now");
const selfService = fc.oneof(
  some(
    {
      type: fc.constant("self-service"),
      operation: fc.constantFrom("DAY-2", "DELETE"),
      blueprintIdentifier: blueprint,
      userInputs,
      condition: query.filter(isStatic).map((condition) => ({ type: "SEARCH", ...condition })),
      actionCardButtonText: button,
      executeActionButtonText: button,
    },
    ["type", "operation", "userInputs"],
  ),
  some(
    {
      type: fc.constant("self-service"),
      operation: fc.constant("CREATE"),
      blueprintIdentifier: blueprint,
      userInputs,
    },
    ["type", "operation", "userInputs"],
  ),
);
const automation = some(
  {
    type: fc.constant("automation"),
    event: fc.record({
      type: fc.constantFrom("ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED", "ANY_ENTITY_CHANGE"),
      blueprintIdentifier: blueprint,
    }),
    condition: some(
      { type: fc.constant("JQ"), expressions: fc.array(jq), combinator: fc.constantFrom("and", "or") },
      ["type", "expressions"],
    ),
  },
  ["type", "event"],
);

const payload = fc.oneof(
  fc.dictionary(
    key,
    fc.oneof(words, fc.constant("{{ .inputs.a }}"), fc.nat(), fc.boolean(), fc.constant(null)),
  ),
  fc.array(
    fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("{{")),
    { maxLength: 3 },
  ),
);
const invocation: Definition = fc.oneof(
  some(
    {
      type: fc.constant("WEBHOOK"),
      url: fc.constant("https://example.com/{{ .run.id }}"),
      method: fc.constant("PUT"),
      synchronized: fc.boolean(),
      body: payload,
    },
    ["type", "url"],
  ),
  some({ type: fc.constant("KAFKA"), payload }, ["type"]),
  some(
    {
      type: fc.constant("GITHUB"),
      org: words,
      repo: words,
      workflow: words,
      workflowInputs: fc.dictionary(key, words),
      reportWorkflowStatus: fc.boolean(),
    },
    ["type", "org", "repo", "workflow"],
  ),
  fc.record({
    type: fc.constant("UPSERT_ENTITY"),
    blueprintIdentifier: blueprint,
    mapping: some({ identifier: words, team: fc.array(words), properties: fc.dictionary(key, words) }),
  }),
);

/** Definitions of actions and automations that the portal accepts, with everything that the published format can say. */
export const randomDefinition: Definition = some(
  {
    identifier: fc.stringMatching(/^[a-z][A-Za-z0-9@_.+:=-]{3,20}$/),
    title: words,
    icon: fc.constantFrom("Service", "Cluster"),
    description: words,
    documentation: words,
    trigger: fc.oneof(selfService, automation),
    invocationMethod: invocation,
    requiredApproval: fc.oneof(fc.boolean(), fc.constantFrom({ type: "ANY" }, { type: "ALL" })),
    approvalNotification: fc.constantFrom(
      { type: "email" },
      { type: "webhook", format: "slack", url: "https://example.com" },
    ),
    publish: fc.boolean(),
    allowAnyoneToViewRuns: fc.boolean(),
  },
  ["identifier", "trigger", "invocationMethod"],
).filter((definition) => isStorable(definition));

/** What PostgreSQL cannot keep is refused, which is another test's. */
const isStorable = (value: unknown) => !/\\u0000|\\ud[89a-f]|__proto__/i.test(JSON.stringify(value));
