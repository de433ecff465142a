import { canonicalJson } from "@/server/kernel/secrets";

/** What is known of one thing by the names of its fields. */
export type Facts = Record<string, unknown>;

/** What one word says; it is silent on fields that it leaves out. */
export interface Word {
  /** When its sender knew it. ISO 8601 in UTC, as everywhere here, so that text sorts as time. */
  at: string;
  facts: Facts;
  /** Fields that were known at another time than the rest, or that any other word is to overrule. */
  stamps?: Readonly<Record<string, string>>;
}

export interface Known {
  at: string;
  facts: Facts;
  /** Instants of fields that are known since another time than `at`. */
  stamps: Readonly<Record<string, string>>;
}

/** Of two words of the same instant, the one with the value further right counts. */
const RANKS: Readonly<Record<string, readonly unknown[]>> = {
  status: ["in_progress", "open", "cancelled", "failure", "suppressed", "success", "fixed"],
};
/** Of two words of the same instant, the one with the earlier time counts: who hears of reviews one by one looks for the first. */
const EARLIEST: ReadonlySet<string> = new Set(["firstReviewAt", "firstCommitAt"]);

/** What holds of a field while nobody has said anything, null unless named; has an instant only where somebody did say so. */
export const DEFAULTS: Readonly<Facts> = {
  configOnly: false,
  viaPlatform: false,
  labels: [],
  isBot: false,
  isPlatform: true,
  automatic: false,
};

/**
 * Adds a word to what is known. Each field is as the latest word about it says, so the outcome is the same whatever order words
 * come in, however often. Out: what is known now, whether any fact is another than before, and whether there is anything to keep.
 */
export function merge(known: Known | null, word: Word): { known: Known; changed: boolean; newer: boolean } {
  if (!known) return { known: inOrder(word.at, word.facts, stampsOf(word)), changed: true, newer: true };
  const facts: Facts = { ...known.facts };
  const stamps: Record<string, string> = {};
  for (const [field, value] of Object.entries(known.facts)) {
    const since = known.stamps[field] ?? (isDefault(field, value) ? undefined : known.at);
    if (since !== undefined) stamps[field] = since;
  }
  let changed = false;
  let newer = word.at > known.at;
  for (const [field, at] of Object.entries(stampsOf(word))) {
    const value = word.facts[field];
    const since = stamps[field];
    if (since !== undefined && !(at > since || (at === since && isStronger(field, value, facts[field]))))
      continue;
    newer = true;
    changed ||= canonicalJson(value) !== canonicalJson(facts[field] ?? DEFAULTS[field] ?? null);
    facts[field] = value;
    stamps[field] = at;
  }
  return { known: inOrder(word.at > known.at ? word.at : known.at, facts, stamps), changed, newer };
}

const isDefault = (field: string, value: unknown): boolean =>
  canonicalJson(value ?? null) === canonicalJson(DEFAULTS[field] ?? null);

const stampsOf = ({ at, facts, stamps }: Word): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([field]) => [field, stamps?.[field] ?? at]),
  );

function inOrder(at: string, facts: Facts, all: Readonly<Record<string, string>>): Known {
  const stamps = Object.fromEntries(
    Object.entries(all)
      .filter(([field, since]) => since !== at || isDefault(field, facts[field]))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { at, facts, stamps };
}

/** Decides between two values of one instant, the same way whichever came first. */
function isStronger(field: string, value: unknown, old: unknown): boolean {
  const ranks = RANKS[field];
  if (ranks) return ranks.indexOf(value) > ranks.indexOf(old);
  const [a, b] = [canonicalJson(value), canonicalJson(old)];
  return EARLIEST.has(field) ? a < b : a > b;
}
