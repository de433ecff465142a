import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { factsFor, type PolicyFacts } from "../core/facts";
import { inScope, type LivePolicy } from "../core/verdict";
import type { PolicyDefinition, PolicyInput, PolicyVerdict } from "../schema";
import * as store from "../store";
import { judgeWith } from "./evaluate";
import { checkProgram, type Fault, type Program } from "./language";
import { readDefinition } from "./read-definition";

/** What is wrong with the two texts of a policy as one writes them. Administrators only. */
export async function checkTexts(ctx: Context, program: Program): Promise<Fault[]> {
  checkPermission(ctx.actor, "policies.manage");
  return checkProgram(program);
}

const asLive = (definition: PolicyDefinition, identifier = "draft"): LivePolicy => ({
  id: "draft",
  identifier,
  revision: 0,
  definition,
});

/** A run that policies judged, as one picks it for a trial. */
export interface PolicyCaseSummary {
  runId: string;
  action: string;
  title: string;
  operation: PolicyInput["action"]["operation"];
  requester: string;
  target: string | null;
  environment: string | null;
  at: string;
}

const summaryOf = ({
  runId,
  action,
  requester,
  target,
  environment,
  at,
}: PolicyInput): PolicyCaseSummary => ({
  runId,
  action: action.identifier,
  title: action.title,
  operation: action.operation,
  requester: requester.name,
  target: target?.identifier ?? null,
  environment,
  at,
});

/** The last runs that policies judged, the newest first. Administrators only, since they show what runs were asked with. */
export async function listCases(ctx: Context, limit: number): Promise<PolicyCaseSummary[]> {
  checkPermission(ctx.actor, "policies.manage");
  return (await store.recentCases(ctx.db, limit)).map(summaryOf);
}

/** What policies were told of a run, as recorded and as expressions see it. Administrators only. Throws NotFound. */
export async function getCase(
  ctx: Context,
  runId: string,
): Promise<{ input: PolicyInput; facts: PolicyFacts }> {
  checkPermission(ctx.actor, "policies.manage");
  const input = await store.caseOf(ctx.db, runId);
  if (!input) throw new NotFound("Judged run", runId);
  return { input, facts: factsFor(input, await store.timeZone(ctx.db)) };
}

/**
 * Judges one run by a definition that need not be stored. Out: the verdict, or null when the run is outside of its scope.
 * Administrators only. Throws Invalid for a definition that could not be saved.
 */
export async function tryPolicy(
  ctx: Context,
  input: { definition: unknown; run: PolicyInput },
): Promise<PolicyVerdict | null> {
  checkPermission(ctx.actor, "policies.manage");
  const definition = await readDefinition(ctx, input.definition);
  return (await judgeWith(ctx, [asLive(definition)], input.run))[0] ?? null;
}

/** The same for what was recorded of a run. Throws NotFound for a run that no policy was asked about. */
export async function tryOnRun(
  ctx: Context,
  { definition, runId }: { definition: unknown; runId: string },
): Promise<PolicyVerdict | null> {
  return tryPolicy(ctx, { definition, run: (await getCase(ctx, runId)).input });
}

/** What a policy would have come to on a run. */
export type TrialOutcome = "outside" | "pass" | "advise" | "require_approval" | "deny" | "error";

export interface TrialRun extends PolicyCaseSummary {
  draft: { outcome: TrialOutcome; message: string };
  /** By the revision in force; null: the policy is not live. */
  live: { outcome: TrialOutcome; message: string } | null;
}

export interface Trial {
  /** Runs that were looked at, the newest first. */
  runs: TrialRun[];
  /** How many of them the draft would have let, or not let, pass. */
  counts: Record<TrialOutcome, number>;
  /** How many would have come to something else than by the revision in force. */
  changed: number;
}

const outcomeOf = (verdict: PolicyVerdict | undefined): { outcome: TrialOutcome; message: string } => {
  if (!verdict) return { outcome: "outside", message: "" };
  if (verdict.outcome === "fail") return { outcome: verdict.effect, message: verdict.message };
  return { outcome: verdict.outcome, message: verdict.message };
};

/**
 * Judges the last runs, as they were when they were checked, by a definition that need not be stored, and by the revision of
 * `identifier` that is in force beside it. Nothing is changed. Administrators only. Throws Invalid, NotFound.
 */
export async function tryAgainstRuns(
  ctx: Context,
  input: { definition: unknown; identifier?: string; limit: number },
): Promise<Trial> {
  checkPermission(ctx.actor, "policies.manage");
  const definition = await readDefinition(ctx, input.definition);
  const live = input.identifier
    ? (await store.livePolicies(ctx.db)).find(({ identifier }) => identifier === input.identifier)
    : undefined;
  const counts = { outside: 0, pass: 0, advise: 0, require_approval: 0, deny: 0, error: 0 };
  const runs: TrialRun[] = [];
  for (const run of await store.recentCases(ctx.db, input.limit)) {
    const policies = [asLive(definition), ...(live ? [{ ...live, id: "live" }] : [])];
    const asked = policies.filter((policy) => inScope(policy.definition, run));
    const verdicts = await judgeWith(ctx, asked, run);
    const of = (id: string) => outcomeOf(verdicts[asked.findIndex((policy) => policy.id === id)]);
    const draft = of("draft");
    counts[draft.outcome] += 1;
    runs.push({ ...summaryOf(run), draft, live: live ? of("live") : null });
  }
  const changed = runs.filter((run) => run.live && run.live.outcome !== run.draft.outcome).length;
  return { runs, counts, changed };
}

/** For the worker's turn: forgets what policies were told of runs of long ago. Out: of how many. */
export const forgetCases = (ctx: Context): Promise<number> => store.forgetCases(ctx.db);
