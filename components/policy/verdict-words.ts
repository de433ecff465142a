import type { Tone } from "@/components/ui/status";
import type { PolicyEffect, PolicyVerdict, RequiredStage } from "@/server/policy/schema";

export const EFFECT_WORDS: Record<PolicyEffect, { label: string; detail: string; tone: Tone }> = {
  advise: { label: "Advises", detail: "People see the message; the run goes on.", tone: "info" },
  require_approval: {
    label: "Requires approval",
    detail: "The run waits for the people named below.",
    tone: "warning",
  },
  deny: { label: "Denies", detail: "The run ends, unless people may override the policy.", tone: "danger" },
};

/** What a verdict comes to for the run, in two words with their tone. */
export function verdictWords({ outcome, effect, overriddenBy }: PolicyVerdict): {
  label: string;
  tone: Tone;
} {
  if (outcome === "pass") return { label: "Passed", tone: "success" };
  if (outcome === "error") return { label: "Denied: not evaluated", tone: "danger" };
  if (overriddenBy) return { label: "Overridden", tone: "warning" };
  if (effect === "advise") return { label: "Advice", tone: "info" };
  return effect === "deny"
    ? { label: "Denied", tone: "danger" }
    : { label: "Needs approval", tone: "warning" };
}

/** Verdicts with those first that stand in the way. */
export function byWeight(verdicts: readonly PolicyVerdict[]): PolicyVerdict[] {
  const weight = ({ outcome, effect, overriddenBy }: PolicyVerdict) =>
    outcome === "error"
      ? 0
      : outcome === "pass"
        ? 4
        : effect === "deny" && !overriddenBy
          ? 1
          : effect === "advise"
            ? 3
            : 2;
  return [...verdicts].sort((a, b) => weight(a) - weight(b));
}

/** Who has to approve, as a sentence. */
export function stageWords({ count, from }: RequiredStage): string {
  const people = [
    ...from.roles.map((role) => (role === "Admin" ? "administrators" : "members")),
    ...from.teams.map((team) => `the team ${team}`),
    ...(from.teamLeads ? ["leads of the owning team"] : []),
    ...from.users,
  ];
  const list =
    people.length > 1 ? `${people.slice(0, -1).join(", ")} or ${people.at(-1)}` : (people[0] ?? "nobody");
  return `${count === 1 ? "One approval" : `${count} approvals`} of ${list}.`;
}
