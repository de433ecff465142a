import type { Invocation } from "@/server/pipelines/schema";

/** Who does by hand what a run asks for: e-mail addresses and teams; none for other backends. */
export function performersOf(invocation: Invocation | undefined): { users: string[]; teams: string[] } {
  if (invocation?.type !== "MANUAL") return { users: [], teams: [] };
  return {
    users: (invocation.users ?? []).map((email) => email.toLowerCase()),
    teams: invocation.teams ?? [],
  };
}
