import type { RunRow } from "@/server/runs/store/runs";

/** What of a run its templates may speak about. */
export type Facts = Pick<
  RunRow,
  | "id"
  | "action"
  | "inputs"
  | "blueprint"
  | "target"
  | "team"
  | "origin"
  | "requesterId"
  | "requesterName"
  | "requesterEmail"
  | "createdAt"
>;

/** The facts of a run for its templates. */
export const factsOf = <R extends Facts>(run: R) => ({
  ...run,
  requester: { id: run.requesterId, name: run.requesterName, email: run.requesterEmail },
});
