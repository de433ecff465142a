/** The catalog that the measurements run on: systems and groups, and components that belong to them. */

export const KINDS = ["service", "library", "website", "job", "resource"] as const;
export const LIFECYCLES = ["experimental", "production", "deprecated"] as const;
export const TIERS = ["gold", "silver", "bronze", "none"] as const;
export const GROUPS = 100;
export const SYSTEMS = 400;

const choice = (title: string, values: readonly string[]) => ({ type: "string", title, enum: values });
const words = (title: string) => ({ type: "string", title });

export const BLUEPRINTS = [
  {
    identifier: "benchGroup",
    title: "Group",
    icon: "Team",
    schema: { properties: { email: { type: "string", format: "email", title: "E-mail" } } },
    relations: {},
  },
  {
    identifier: "benchSystem",
    title: "System",
    icon: "Cluster",
    schema: { properties: { description: words("Description") } },
    relations: { owner: { title: "Owner", target: "benchGroup", required: false, many: false } },
  },
  {
    identifier: "benchComponent",
    title: "Component",
    icon: "Service",
    schema: {
      properties: {
        kind: choice("Kind", KINDS),
        lifecycle: choice("Lifecycle", LIFECYCLES),
        tier: choice("Tier", TIERS),
        description: words("Description"),
        replicas: { type: "number", title: "Replicas" },
        repository: { type: "string", format: "url", title: "Repository" },
      },
      required: ["kind"],
    },
    relations: { system: { title: "System", target: "benchSystem", required: false, many: false } },
    mirrorProperties: {
      systemTitle: { title: "System's title", path: "system.$title" },
      owner: { title: "Owner", path: "system.owner.$title" },
    },
  },
] as const;

const NOUNS = [
  "payment",
  "checkout",
  "ledger",
  "invoice",
  "search",
  "profile",
  "basket",
  "shipping",
  "stock",
  "mail",
];
const ROLES = ["api", "worker", "gateway", "store", "proxy", "batch", "portal"];
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length]!;

export const group = (i: number) => ({
  identifier: `group-${i}`,
  title: `Group ${i}`,
  properties: { email: `group-${i}@example.com` },
});

export const system = (i: number) => ({
  identifier: `system-${i}`,
  title: `${pick(NOUNS, i)} system ${i}`,
  properties: { description: `Everything around ${pick(NOUNS, i)}` },
  relations: { owner: `group-${i % GROUPS}` },
});

export const component = (i: number) => ({
  identifier: `component-${i}`,
  title: `${pick(NOUNS, i)}-${pick(ROLES, Math.floor(i / 10))} ${i}`,
  properties: {
    kind: pick(KINDS, i),
    lifecycle: pick(LIFECYCLES, Math.floor(i / 5)),
    tier: pick(TIERS, Math.floor(i / 15)),
    // One word in two hundred components, so that a search by it finds the same share of any catalog.
    description: `Takes part in topic${i % 200} of the ${pick(NOUNS, i)} domain`,
    replicas: i % 9,
    repository: `https://git.example.com/${pick(NOUNS, i)}/${i}`,
  },
  relations: { system: `system-${i % SYSTEMS}` },
});
