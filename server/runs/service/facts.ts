import type { RunRow } from "@/server/runs/store/runs";

/** The facts of a run for its templates. */
export const factsOf = (run: RunRow) => ({
  ...run,
  requester: { id: run.requesterId, name: run.requesterName, email: run.requesterEmail },
});
