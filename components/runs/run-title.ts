import type { RunView } from "./run-types";

/** "PostgreSQL database: orders": the action, and what it is about. */
export const runTitle = (run: Pick<RunView, "action" | "target">): string =>
  run.target ? `${run.action.title}: ${run.target.title ?? run.target.identifier}` : run.action.title;
