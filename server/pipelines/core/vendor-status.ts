import type { RemoteNews } from "../remote";

type Standing = Pick<RemoteNews, "state" | "statusLabel" | "message">;

/** How a workflow run of GitHub stands, by its status and conclusion. */
export function githubStanding(status: unknown, conclusion: unknown): Standing {
  if (status !== "completed") return { state: "waiting", statusLabel: words(status) };
  if (conclusion === "success" || conclusion === "neutral") return { state: "succeeded", statusLabel: null };
  if (conclusion === "cancelled")
    return { state: "cancelled", message: "The workflow was cancelled at GitHub." };
  return {
    state: "failed",
    message: `The workflow ended at GitHub with the conclusion ${words(conclusion)}.`,
  };
}

/** How a pipeline of GitLab stands. One that waits for somebody to press a button there goes on. */
export function gitlabStanding(status: unknown): Standing {
  if (status === "success") return { state: "succeeded", statusLabel: null };
  if (status === "failed") return { state: "failed", message: "The pipeline failed at GitLab." };
  if (status === "skipped")
    return { state: "failed", message: "The pipeline was skipped at GitLab: no job of it ran." };
  if (status === "canceled") return { state: "cancelled", message: "The pipeline was cancelled at GitLab." };
  return { state: "waiting", statusLabel: words(status) };
}

const words = (status: unknown): string =>
  typeof status === "string" && status !== "" ? status.slice(0, 100).replaceAll("_", " ") : "unknown";
