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

/** A number of its own for each `i` and `salt` (the finaliser of MurmurHash3), so that no property follows from another. */
function scatter(i: number, salt: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const noun = (i: number) => pick(NOUNS, scatter(i, 1));
/** One in two hundred components has each, so that a search by it finds the same share of any catalog. */
export const topic = (n: number): string => `topic${100 + (n % 200)}`;

export const group = (i: number) => ({
  identifier: `group-${i}`,
  title: `Group ${i}`,
  properties: { email: `group-${i}@example.com` },
});

export const system = (i: number) => ({
  identifier: `system-${i}`,
  title: `${noun(i)} system ${i}`,
  properties: { description: `Everything around ${noun(i)}` },
  relations: { owner: `group-${i % GROUPS}` },
});

export const component = (i: number) => ({
  identifier: `component-${i}`,
  title: `${noun(i)}-${pick(ROLES, scatter(i, 2))} ${i}`,
  properties: {
    kind: pick(KINDS, scatter(i, 3)),
    lifecycle: pick(LIFECYCLES, scatter(i, 4)),
    tier: pick(TIERS, scatter(i, 5)),
    description: `Takes part in ${topic(scatter(i, 6))} of the ${noun(i)} domain`,
    replicas: scatter(i, 7) % 9,
    repository: `https://git.example.com/${noun(i)}/${i}`,
  },
  relations: { system: `system-${i % SYSTEMS}` },
});
