import type { DeploymentKind } from "../schema";
import type { Merge } from "./commits";

/** A successful production deployment. */
export interface Deployed {
  id: number;
  source: string;
  externalId: string;
  environment: string;
  finishedAt: Date;
  repository: string | null;
  sha: string | null;
  version: string | null;
  commits: readonly string[] | null;
  pipeline: string | null;
  toldKind: DeploymentKind | null;
  restoresExternalId: string | null;
  fixesIncident: string | null;
}

export interface Changed extends Merge {
  id: number;
  headSha: string | null;
  /** Where neither sha is known, those of its commits. */
  commits: readonly string[];
  isHotfix: boolean;
  isRevert: boolean;
}

export interface Matched {
  id: number;
  kind: DeploymentKind;
  kindWhy: string | null;
  restoresId: number | null;
  previousSuccessId: number | null;
  duplicateOf: number | null;
  baseline: boolean;
}

export interface Link {
  deploymentId: number;
  changeId: number;
  baseline: boolean;
  why: string;
}

/**
 * By the end, and by the sender's names where two end at once: what each row is numbered is when it became known, which must
 * not matter.
 */
export function inOrder(
  a: Pick<Deployed, "finishedAt" | "source" | "externalId">,
  b: Pick<Deployed, "finishedAt" | "source" | "externalId">,
): number {
  const time = a.finishedAt.getTime() - b.finishedAt.getTime();
  if (time !== 0) return time;
  const [one, other] = [`${a.source}\n${a.externalId}`, `${b.source}\n${b.externalId}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
