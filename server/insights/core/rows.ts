import { createHash } from "node:crypto";
import type { FindingSeverity, InsightSettings } from "../schema";
import { type Period, teamAt } from "./history";
import type { Known } from "./merge";
import type { WordKind } from "./words";

/** What the catalog and the histories say of those that an event names. */
export interface Surroundings {
  settings: InsightSettings;
  /** Services by the names that they are told by. */
  services: ReadonlyMap<string, string>;
  owners: ReadonlyMap<string, readonly Period[]>;
  /** By the person's id as text. */
  memberships: ReadonlyMap<string, readonly Period[]>;
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const DAY_MS = 86_400_000;

/** The moment of an event, at which its team is looked up. */
export function momentOf(kind: WordKind, { facts, at }: Known): Date {
  const first = (...names: string[]) =>
    names.map((name) => text(facts[name])).find((value) => value !== null) ?? at;
  switch (kind) {
    case "deployments":
      return new Date(first("finishedAt", "startedAt"));
    case "changes":
      return new Date(first("mergedAt", "openedAt"));
    case "incidents":
      return new Date(first("startedAt"));
    case "tickets":
      return new Date(first("openedAt"));
    case "findings":
      return new Date(first("firstSeenAt"));
  }
}

/** The name by which a service is looked up: as told, or that of the repository of a change. */
export function serviceNameOf(kind: WordKind, { facts }: Known): string | null {
  return text(facts.toldService) ?? (kind === "changes" ? text(facts.repository) : null);
}

/** All that is written of an event: its facts, and what follows from them. */
export function resolve(kind: WordKind, known: Known, around: Surroundings): Record<string, unknown> {
  const { facts } = known;
  const name = serviceNameOf(kind, known);
  const found = name === null ? undefined : around.services.get(name);
  // The repository of a change is no service, unless somebody said which.
  const service = found ?? text(facts.toldService);
  const at = momentOf(kind, known);
  const owner = service === null ? null : teamAt(around.owners.get(service) ?? [], at);
  const person = facts.authorId ?? facts.openedById ?? null;
  const own = person === null ? null : teamAt(around.memberships.get(String(person)) ?? [], at, owner);
  const team = text(facts.toldTeam) ?? own ?? owner;
  return { ...facts, ...following(kind, facts, around.settings), service, known: found !== undefined, team };
}

function following(
  kind: WordKind,
  facts: Readonly<Record<string, unknown>>,
  settings: InsightSettings,
): Record<string, unknown> {
  switch (kind) {
    case "deployments":
      return {
        production: facts.toldProduction ?? isProduction(text(facts.environment) ?? "", settings),
        configOnly: facts.configOnly ?? false,
        viaPlatform: facts.viaPlatform ?? false,
      };
    case "changes":
      return {
        isHotfix: facts.toldHotfix ?? looksLikeHotfix(facts, settings),
        isBot: facts.isBot ?? false,
        labels: facts.labels ?? [],
      };
    case "tickets":
      return { isPlatform: facts.isPlatform ?? true, automatic: facts.automatic ?? false };
    case "findings":
      return { dueAt: facts.toldDueAt ?? dueAt(facts, settings), dedupeKey: dedupeKey(facts) };
    case "incidents":
      return {};
  }
}

export const isProduction = (environment: string, settings: InsightSettings): boolean =>
  settings.productionEnvironments.some((name) => name.toLowerCase() === environment.toLowerCase());

function looksLikeHotfix(facts: Readonly<Record<string, unknown>>, settings: InsightSettings): boolean {
  const labels = Array.isArray(facts.labels) ? facts.labels.map((label) => String(label).toLowerCase()) : [];
  const branch = (text(facts.headBranch) ?? "").toLowerCase();
  return (
    settings.hotfixLabels.some((label) => labels.includes(label.toLowerCase())) ||
    settings.hotfixBranches.some((beginning) => branch.startsWith(beginning.toLowerCase()))
  );
}

function dueAt(facts: Readonly<Record<string, unknown>>, settings: InsightSettings): string | null {
  const days = settings.fixWithinDays[facts.severity as FindingSeverity];
  const seen = text(facts.firstSeenAt);
  return days === undefined || seen === null
    ? null
    : new Date(Date.parse(seen) + days * DAY_MS).toISOString();
}

/** The same for one weakness in one place, whichever scanner saw it; without any of the three it is alone. */
function dedupeKey(facts: Readonly<Record<string, unknown>>): string {
  const parts = [facts.cve, facts.component, facts.resource].map((part) => (text(part) ?? "").toLowerCase());
  // Without a name of the weakness, two findings in one place are two.
  if (parts[0] === "") parts.push(text(facts.title) ?? "");
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32);
}
