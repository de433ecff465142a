import { decoded } from "./links";

/** What of the portal is looked up when a page leads to it. */
export type Thing = "action" | "blueprint" | "entity" | "dashboard" | "team" | "run" | "template";

/** The guides under /docs. */
export const GUIDES = [
  "actions",
  "approvals",
  "automations",
  "backends",
  "budgets",
  "catalog",
  "costs",
  "dashboards",
  "demo",
  "insights",
  "lifetimes",
  "metrics",
  "policies",
  "production",
  "surveys",
  "templates",
  "terraform",
];

/** Pages of the portal whose last part names something that is looked up. */
const OF_THINGS: [pattern: RegExp, thing: Thing][] = [
  [/^actions\/([^/]+)$/, "action"],
  [/^catalog\/([^/]+)$/, "blueprint"],
  [/^catalog\/([^/]+\/[^/]+)$/, "entity"],
  [/^dashboards\/([^/]+)$/, "dashboard"],
  [/^insights\/teams\/([^/]+)$/, "team"],
  [/^runs\/([^/]+)$/, "run"],
  [/^settings\/templates\/([^/]+)$/, "template"],
];

/** Others, each with all below it: what they name is of few people, and not looked up. */
const OTHERS = [
  /^$/,
  /^actions$/,
  /^approvals(\/deputies)?$/,
  /^catalog$/,
  /^dashboards$/,
  /^dashboards\/[^/]+\/edit$/,
  /^help(\/[^/]+)?$/,
  /^insights$/,
  /^insights\/(adoption|core4|delivery|security|costs|sources|summary|teams)$/,
  /^insights\/metrics\/[^/]+$/,
  /^insights\/surveys(\/.+)?$/,
  /^lifetimes$/,
  /^runs$/,
  /^self-serve$/,
  /^settings$/,
  /^settings\/(actions|api-clients|audit|bills|blueprints|budgets|bundle|connections|costs|demo|documentation|migrations|notifications|policies|rate-cards|secrets|teams|templates|variable-sets)$/,
  /^settings\/(actions|blueprints|budgets|policies)\/.+$/,
  /^workspaces(\/[^/]+)?$/,
];

/** What a path of the portal is about: a thing, a page without one (true), or nothing (false). */
export function pageAt(path: string): { thing: Thing; name: string } | boolean {
  const inner = path.replace(/^\/+|\/+$/g, "");
  const guide = /^docs\/([^/]+)$/.exec(inner)?.[1];
  if (guide !== undefined) return GUIDES.includes(guide);
  for (const [pattern, thing] of OF_THINGS) {
    const name = pattern.exec(inner)?.[1];
    if (name !== undefined) return { thing, name: name.split("/").map(decoded).join("/") };
  }
  return OTHERS.some((pattern) => pattern.test(inner));
}
