import { type Parents, parentsByMerges, reachable } from "./commits";
import { type Changed, type Deployed, inOrder, type Link, type Matched } from "./deployed";
import { Places } from "./places";
import { type Current, Running } from "./running";

/** Within so long, another deployment of the same commit to the same environment is the same one again. */
export const RETRY_MS = 30 * 60_000;

/**
 * Follows the successful production deployments of one service: which of them count, what each replaces or brings back, and
 * which changes reached production with it. Environments are followed apart. The outcome depends on the events alone, not on
 * the order in which they became known.
 */
export function matchService(
  deployments: readonly Deployed[],
  changes: readonly Changed[],
  told: Parents,
): { deployments: Matched[]; links: Link[] } {
  const guessed = parentsByMerges(changes, told);
  const parents: Parents = guessed.size === 0 ? told : new Map([...told, ...guessed]);
  const places = new Places(changes);
  const environments = new Map<string, Deployed[]>();
  for (const one of [...deployments].sort(inOrder)) {
    const chain = environments.get(one.environment);
    if (chain) chain.push(one);
    else environments.set(one.environment, [one]);
  }
  const out: { deployments: Matched[]; links: Link[] } = { deployments: [], links: [] };
  for (const chain of environments.values()) {
    const followed = followChain(chain, parents, guessed, places);
    out.deployments.push(...followed.deployments);
    out.links.push(...followed.links);
  }
  return out;
}

function followChain(
  chain: readonly Deployed[],
  parents: Parents,
  guessed: ReadonlyMap<string, string[]>,
  places: Places,
): { deployments: Matched[]; links: Link[] } {
  const matched: Matched[] = [];
  const links: Link[] = [];
  /** Commits and changes that are in production since an earlier deployment. */
  const there = new Set<string>();
  const linked = new Set<number>();
  /** By what each version is known: when it came first, and with which deployment it came last. */
  const versions = new Map<string, { since: number; last: number }>();
  const byExternalId = new Map<string, number>();
  const running = new Running();

  chain.forEach((one, position) => {
    const sha = one.sha === null ? null : places.whole(one.sha, parents);
    const version = sha ?? one.version;
    const current = running.before(one);
    const whole = running.pipelineOf(one);
    const repeated = whole ?? (current && isRepeat(one, current, version) ? current : null);
    const owner: Current = repeated ?? {
      deployment: one,
      version,
      match: judge(one, {
        ...{ sha, version, before: current, isFirst: position === 0, versions, byExternalId, parents, there },
      }),
    };
    if (repeated)
      matched.push({
        ...owner.match,
        id: one.id,
        kind: one.toldKind ?? owner.match.kind,
        kindWhy: owner.match.kindWhy,
        duplicateOf: owner.match.id,
        baseline: false,
      });
    else matched.push(owner.match);

    const found = reachable(commitsOf(one, sha, places, parents), one.commits ? NOWHERE : parents, there);
    const baseline = owner.match.baseline || (current === null && isApart(one, sha, found, parents, there));
    let rework: string | null = null;
    for (const commit of found) there.add(commit);
    for (const commit of found) {
      for (const change of places.at(commit)) {
        if (linked.has(change.id)) continue;
        linked.add(change.id);
        const why = whyOf(one, commit, sha, guessed);
        links.push({ deploymentId: owner.match.id, changeId: change.id, baseline, why });
        if (baseline) continue;
        if (change.isHotfix) rework ??= "It brings a hotfix.";
        if (change.isRevert) rework ??= "It brings a change that takes another one back.";
      }
    }
    if (rework !== null && owner.match.kindWhy === null) {
      owner.match.kind = "rework";
      owner.match.kindWhy = rework;
    }
    // A part of a pipeline counts no more, but is what later deployments of its repository come after.
    running.add(one, whole ? { deployment: one, version, match: whole.match } : owner, position);
    byExternalId.set(one.externalId, owner.match.id);
    if (version !== null && (whole || !repeated))
      versions.set(version, { since: versions.get(version)?.since ?? position, last: owner.match.id });
  });
  return { deployments: matched, links };
}

const NOWHERE: Parents = new Map();

const commitsOf = (one: Deployed, sha: string | null, places: Places, parents: Parents): string[] => [
  ...(sha === null ? [] : [sha]),
  ...(one.commits ?? []).map((commit) => places.whole(commit, parents)),
];

/** The same run of a pipeline, or the same commit again within half an hour, with nothing else in between. */
function isRepeat(
  one: Deployed,
  { deployment: before, version: running }: Current,
  version: string | null,
): boolean {
  if (one.pipeline !== null && one.pipeline === before.pipeline) return true;
  return (
    version !== null &&
    version === running &&
    one.finishedAt.getTime() - before.finishedAt.getTime() <= RETRY_MS
  );
}

interface Before {
  sha: string | null;
  version: string | null;
  before: Current | null;
  isFirst: boolean;
  versions: ReadonlyMap<string, { since: number; last: number }>;
  byExternalId: ReadonlyMap<string, number>;
  parents: Parents;
  /** Commits that are in production since an earlier deployment. */
  there: ReadonlySet<string>;
}

function judge(
  one: Deployed,
  { sha, version, before: current, isFirst, versions, byExternalId, parents, there }: Before,
): Matched {
  const before = current?.deployment ?? null;
  const match: Matched = {
    id: one.id,
    kind: "planned",
    kindWhy: null,
    restoresId: null,
    previousSuccessId: current?.match.id ?? null,
    duplicateOf: null,
    baseline: isFirst,
  };
  const earlier = version === null ? undefined : versions.get(version);
  const running = current?.version ? versions.get(current.version) : undefined;
  const named = one.restoresExternalId === null ? undefined : byExternalId.get(one.restoresExternalId);
  const rollback = (kindWhy: string): Matched => ({
    ...match,
    kind: "rollback",
    kindWhy,
    restoresId: named ?? earlier?.last ?? null,
  });
  if (one.toldKind === "rollback") return rollback("Its sender says so.");
  if (one.toldKind !== null) return { ...match, kind: one.toldKind, kindWhy: "Its sender says so." };
  if (one.restoresExternalId !== null) return rollback(`It restores ${one.restoresExternalId}.`);
  const goesOn = () =>
    sha !== null && before?.sha && current?.version && isAncestor(current.version, sha, parents);
  if (earlier && running && earlier.since < running.since && !goesOn())
    return rollback(`It brings back ${shown(one)}, which was there before ${before ? shown(before) : "it"}.`);
  // Nearly always it is no commit that was there before, so the history is walked for few.
  if (
    !earlier &&
    current?.version &&
    before?.sha &&
    sha !== null &&
    there.has(sha) &&
    isAncestor(sha, current.version, parents)
  )
    return rollback(`Its commit ${shown(one)} is older than ${shown(before)}, which was there before.`);
  if (one.fixesIncident !== null)
    return { ...match, kind: "rework", kindWhy: `It fixes the incident ${one.fixesIncident}.` };
  return match;
}

/** Whether nothing of what it brings follows from what is known to be in production: nobody knows since when that was there. */
const isApart = (
  one: Deployed,
  sha: string | null,
  found: ReadonlySet<string>,
  parents: Parents,
  there: ReadonlySet<string>,
): boolean =>
  one.commits === null &&
  sha !== null &&
  !there.has(sha) &&
  ![...found].some((commit) => parents.get(commit)?.some((parent) => there.has(parent)));

const isAncestor = (sha: string, of: string, parents: Parents): boolean =>
  sha !== of && reachable([of], parents, new Set()).has(sha);

const shown = ({ sha, version }: Deployed): string => version ?? sha?.slice(0, 7) ?? "it";

function whyOf(
  one: Deployed,
  commit: string,
  sha: string | null,
  guessed: ReadonlyMap<string, string[]>,
): string {
  const short = commit.slice(0, 7);
  if (commit === sha) return `The deployment is of its commit ${short}.`;
  if (one.commits) return `The deployment names its commit ${short}.`;
  return guessed.has(commit) || guessed.size > 0
    ? `Its commit ${short} comes before the one deployed, by parents or by the order of merges, and no earlier deployment had it.`
    : `Its commit ${short} is an ancestor of the one deployed, and no earlier deployment had it.`;
}
