import type {
  PolicyDefinition,
  PolicyInput,
  PolicyOverride,
  PolicyStage,
  PolicyVerdict,
  RequiredStage,
} from "../schema";

/** A policy as it judges runs. */
export interface LivePolicy {
  id: string;
  identifier: string;
  revision: number;
  definition: PolicyDefinition;
}

/** What an evaluation came to. */
export type Evaluated =
  { pass: boolean; message: string; error?: undefined } | { pass?: undefined; error: { message: string } };

/** Whether a policy judges this run: each list of its scope that is not empty holds the run's. */
export function inScope(
  { scope }: PolicyDefinition,
  run: Pick<PolicyInput, "action" | "blueprint" | "environment">,
): boolean {
  const holds = (list: readonly string[], value: string | null) =>
    list.length === 0 || (value !== null && list.includes(value));
  return (
    holds(scope.actions, run.action.identifier) &&
    holds(scope.blueprints, run.blueprint) &&
    holds(scope.operations, run.action.operation) &&
    holds(scope.environments, run.environment)
  );
}

const stageOf = (title: string, { count, ...from }: PolicyStage): RequiredStage => ({ title, count, from });

/** Who approves where a policy requires it and names nobody: an administrator. */
const ADMINISTRATORS: PolicyStage = { count: 1, roles: ["Admin"], users: [], teams: [], teamLeads: false };

/** The verdict of a policy. An override counts only where the policy lets people override it. */
export function verdictOf(
  { identifier: policy, revision, definition }: LivePolicy,
  evaluated: Evaluated,
  override: PolicyOverride | null,
): PolicyVerdict {
  const { title, effect } = definition;
  if (evaluated.error) return errorVerdict({ policy, title, revision }, evaluated.error.message);
  const base = { policy, title, revision, effect, message: evaluated.message };
  if (evaluated.pass) return { ...base, outcome: "pass" };
  if (effect === "require_approval")
    return { ...base, outcome: "fail", requires: stageOf(title, definition.requires ?? ADMINISTRATORS) };
  if (effect === "advise" || !definition.override) return { ...base, outcome: "fail", overridable: false };
  const overridden = override?.policies.includes(policy) ?? false;
  return {
    ...base,
    outcome: "fail",
    overridable: true,
    ...(overridden && override
      ? {
          overriddenBy: { name: override.by.name, reason: override.reason },
          requires: stageOf(`Override: ${title}`, definition.override),
        }
      : {}),
  };
}

/** A policy that could not be evaluated denies, whatever its effect: nobody knows what it would have said. */
export const errorVerdict = (
  policy: Pick<PolicyVerdict, "policy" | "title" | "revision">,
  reason: string,
): PolicyVerdict => ({
  ...policy,
  effect: "deny",
  outcome: "error",
  message: `The policy could not be evaluated (${reason}), so the run is refused. An administrator has to repair the policy.`,
  overridable: false,
});

const failing = (verdicts: readonly PolicyVerdict[]) => verdicts.filter(({ outcome }) => outcome !== "pass");

/** The verdicts that end a run. */
export const denials = (verdicts: readonly PolicyVerdict[]): PolicyVerdict[] =>
  failing(verdicts).filter(
    (verdict) => verdict.outcome === "error" || (verdict.effect === "deny" && !verdict.overriddenBy),
  );

/** The verdicts from which a stage of approval follows. */
export const requirements = (verdicts: readonly PolicyVerdict[]): PolicyVerdict[] =>
  failing(verdicts).filter((verdict) => verdict.outcome === "fail" && verdict.requires);

/** Why a run that was judged so before is judged otherwise now, in words; null when it is not. */
export function verdictsMoved(
  before: readonly PolicyVerdict[],
  now: readonly PolicyVerdict[],
): string | null {
  const name = ({ title, policy }: PolicyVerdict) => `"${title ?? policy}"`;
  const then = new Map(before.map((verdict) => [verdict.policy, verdict]));
  for (const verdict of now) {
    const known = then.get(verdict.policy);
    then.delete(verdict.policy);
    if (!known) return `The policy ${name(verdict)} is in force since the run was checked.`;
    if (known.revision !== verdict.revision)
      return `The policy ${name(verdict)} was changed since the run was checked.`;
    if (known.outcome !== verdict.outcome || known.effect !== verdict.effect)
      return verdict.outcome === "pass"
        ? `The policy ${name(verdict)} passes now, and did not when the run was checked.`
        : `The policy ${name(verdict)} does not pass any more: ${verdict.message}`;
  }
  const [gone] = then.values();
  return gone ? `The policy ${name(gone)} is no longer in force for the run.` : null;
}

/** What verdicts mean together: the strictest wins. */
export function consequence(verdicts: readonly PolicyVerdict[]): "allow" | "require_approval" | "deny" {
  if (denials(verdicts).length) return "deny";
  return failing(verdicts).some(({ effect, overriddenBy }) => effect === "require_approval" || overriddenBy)
    ? "require_approval"
    : "allow";
}
