import type { RemoteNews } from "@/server/pipelines/remote";

/** What the other side has told of a run, beside whether it is over. */
export interface ToldFacts {
  externalRunId: string | null;
  links: string[];
  statusLabel: string | null;
  summary: string | null;
  response: unknown;
  outputs: Record<string, unknown> | null;
}

export type FactKey = keyof ToldFacts;

/** A run keeps so many links, of so many characters. */
export const MOST_LINKS = 20;
const LONGEST = 2000;

/** Whether a text is an address that a page may link to. */
export const isWebLink = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const short = (text: string): string => text.slice(0, LONGEST);

/** What news say, by the key of the run that they change; what they do not mention is not in it. */
export function factsIn(news: Omit<RemoteNews, "state">): Partial<ToldFacts> {
  return {
    ...(news.externalId ? { externalRunId: short(news.externalId) } : {}),
    ...(news.links === undefined
      ? {}
      : { links: news.links.filter(isWebLink).slice(0, MOST_LINKS).map(short) }),
    ...(news.statusLabel === undefined
      ? {}
      : { statusLabel: news.statusLabel === null ? null : short(news.statusLabel) }),
    ...(news.summary === undefined ? {} : { summary: news.summary === null ? null : short(news.summary) }),
    ...(news.response === undefined ? {} : { response: news.response }),
    ...(news.outputs === undefined ? {} : { outputs: news.outputs }),
  };
}

/**
 * Each fact is the one that came to be last, in whatever order they are told: of what is told, only what is as new as
 * what is known. `known` holds when each became so.
 */
export function newest(
  told: Partial<ToldFacts>,
  at: string,
  known: Readonly<Record<string, string>>,
): { facts: Partial<ToldFacts>; factsAt: Record<string, string> } {
  const taken = Object.entries(told).filter(([key]) => (known[key] ?? "") <= at);
  return {
    facts: Object.fromEntries(taken) as Partial<ToldFacts>,
    factsAt: { ...known, ...Object.fromEntries(taken.map(([key]) => [key, at])) },
  };
}
