import type { Invocation } from "@/server/pipelines/schema";

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/**
 * Who does by hand what a run asks for: e-mail addresses and teams; none for other backends. What its payload says counts, in
 * which templates are rendered; until there is one, what the action says, where a template names nobody.
 */
export function performersOf(run: {
  action: { invocation?: Invocation };
  payload?: Record<string, unknown> | null;
}): { users: string[]; teams: string[] } {
  const { invocation } = run.action;
  if (invocation?.type !== "MANUAL") return { users: [], teams: [] };
  const { users, teams } = run.payload?.type === "MANUAL" ? run.payload : invocation;
  return { users: textsOf(users).map((email) => email.toLowerCase()), teams: textsOf(teams) };
}
