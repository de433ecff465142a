/** The form that the measurements fill in: 60 inputs, of which 15 are computed from others, from the catalog or from the person. */

export const FORM = "bench_form";
const text = { type: "string" as const };
const jq = (jqQuery: string) => ({ jqQuery });
const PLAIN = 45;

const computed = {
  component: {
    ...text,
    format: "entity",
    blueprint: "benchComponent",
    dataset: {
      combinator: "and",
      rules: [
        { property: "kind", operator: "=", value: jq(".form.kind") },
        { property: "tier", operator: "!=", value: "none" },
      ],
    },
  },
  owner: { ...text, default: jq(".user.email") },
  lifecycle: {
    ...text,
    enum: jq('if .form.kind == "service" then ["production", "experimental"] else ["deprecated"] end'),
  },
  tier: {
    ...text,
    enum: jq('["gold", "silver", "bronze"][0:(if .form.lifecycle == "production" then 3 else 1 end)]'),
  },
  replicas: {
    type: "number" as const,
    minimum: 1,
    maximum: jq(".form.component.properties.replicas // 3 | . + 1"),
  },
  repository: {
    ...text,
    format: "url",
    default: jq('.form.component.properties.repository // "https://git.example.com"'),
  },
  name: { ...text, pattern: jq('"^" + (.form.kind // "x") + "-[a-z0-9-]*$"') },
  slug: { ...text, default: jq('(.form.plain0 // "") | ascii_downcase | gsub("[^a-z0-9]+"; "-")') },
  reason: { ...text, visible: jq('.form.lifecycle == "production"') },
  ticket: { ...text, visible: jq('.form.tier == "gold" and .form.reason != null') },
  backup: { type: "boolean" as const, disabled: jq('.form.tier == "bronze"'), default: true },
  window: { ...text, enum: jq('[range(0; 24; 6)] | map(tostring + ":00")'), visible: jq(".form.backup") },
  regions: {
    type: "array" as const,
    items: { ...text, enum: ["eu", "us", "asia"] },
    minItems: jq('if .form.tier == "gold" then 2 else 0 end'),
  },
  label: { ...text, default: jq('[.form.kind, .form.lifecycle, .form.tier] | map(. // "none") | join("/")') },
  summary: {
    ...text,
    format: "multi-line",
    default: jq('"\\(.form.name // "It") runs \\(.form.replicas // 1) times for \\(.user.name)"'),
  },
};

const KINDS = [
  () => ({ ...text, minLength: 2, maxLength: 60 }),
  () => ({ type: "number" as const, minimum: 0, maximum: 1000 }),
  () => ({ type: "boolean" as const, default: false }),
  () => ({ ...text, enum: ["one", "two", "three"], default: "one" }),
  () => ({ ...text, format: "multi-line" }),
  () => ({ type: "array" as const, items: text }),
] as const;

/** The plain inputs; the first is text. */
const plain = Object.fromEntries(
  Array.from({ length: PLAIN - 1 }, (_, i) => [
    `plain${i}`,
    { title: `Plain ${i}`, ...KINDS[i % KINDS.length]!() },
  ]),
);

export const definition = {
  identifier: FORM,
  title: "A long form",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "benchSystem",
    userInputs: {
      properties: {
        plain0: plain.plain0!,
        kind: { ...text, enum: ["service", "library", "website"], default: "service" },
        ...computed,
        ...plain,
      },
      required: jq('if .form.tier == "gold" then ["name", "reason"] else ["name"] end'),
    },
  },
  invocationMethod: { type: "TERRAFORM", template: "postgres-database", variables: {} },
};

/** What a person has filled in, the n-th time: other values each time, as when somebody types. */
export const filled = (n: number): Record<string, unknown> => ({
  kind: ["service", "library", "website"][n % 3],
  component: `component-${(n * 7919) % 10_000}`,
  lifecycle: n % 3 === 0 ? "production" : "deprecated",
  tier: ["gold", "silver"][n % 2],
  name: `service-${n}`,
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `plain${i}`,
      [
        `typed ${n}`,
        n % 1000,
        n % 2 === 0,
        "two",
        `A longer text that somebody typed, number ${n}`,
        ["a", "b"],
      ][i % 6],
    ]),
  ),
});
