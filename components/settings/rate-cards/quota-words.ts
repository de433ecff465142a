import type { QuotaSubject } from "@/server/cost/schema";

/** What a quota counts, and for whom: "database for each person". */
export const quotaWords = (quota: { blueprint: string; per: QuotaSubject; subject: string | null }): string =>
  `${quota.blueprint} for ${quota.subject ?? `each ${quota.per === "user" ? "person" : "team"}`}`;

/** How many are at the limit of a quota: "2 people are at the limit". */
export function limitWords(per: QuotaSubject, atLimit: number): string {
  const [one, many] = per === "user" ? ["person", "people"] : ["team", "teams"];
  return atLimit === 1 ? `1 ${one} is at the limit` : `${atLimit} ${many} are at the limit`;
}
