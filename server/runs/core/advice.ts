import type { RunFailure } from "@/server/runs/schema";

type Diagnostics = RunFailure["diagnostics"];

/** What commonly lies behind a complaint of Terraform's, and what to do about it. The first that fits is given. */
const CAUSES: [RegExp, string][] = [
  [
    /error acquiring the state lock/i,
    "Another process holds the lock of the state. Wait for the other run to end; an administrator can release a lock that a dead process left.",
  ],
  [
    /saved plan is stale/i,
    "The state changed after the plan was made. Run the action again, so that a new plan is made and approved.",
  ],
  [
    /failed to (query|install|download)|could not (retrieve|connect to) .*registry|registry\.terraform\.io/i,
    "A provider or module could not be fetched. Ask whoever looks after the template whether this machine may reach its registry, or to vendor it.",
  ],
  [
    /password authentication failed|access ?denied|permission denied|unauthori[sz]ed|forbidden|invalid credentials/i,
    "The system refused the credentials of the connection. Ask an administrator to check the connection that this action uses.",
  ],
  [
    /already exists/i,
    "Something of that name exists already outside of this workspace. Choose another name, or have it imported.",
  ],
  [
    /connection refused|no such host|timed? ?out|i\/o timeout|network is unreachable/i,
    "A system did not answer. Check that it is up and can be reached from the portal's machine, then run the action again.",
  ],
  [
    /invalid value for (input )?variable|value for undeclared variable|no value for required variable/i,
    "The values that the action sends do not fit the template's variables. Ask whoever looks after the action to compare the two.",
  ],
  [
    /error saving state|failed to (save|persist|upload) (the )?state/i,
    "The state could not be stored; it was rescued. An administrator must put it in place before the workspace is used again.",
  ],
];

/** What to do about a failed plan or apply. */
export function adviceFor(stage: "plan" | "apply", diagnostics: Diagnostics): string {
  const text = diagnostics.map((d) => `${d.summary}\n${d.detail}`).join("\n");
  const cause = CAUSES.find(([pattern]) => pattern.test(text));
  if (cause) return cause[1];
  const nothing =
    stage === "plan"
      ? " Nothing was changed."
      : " What was finished before the error is recorded in the state; the next run goes on from there.";
  return (
    (diagnostics.length
      ? "The messages are Terraform's own. Mend the inputs or the template they point at, then run the action again."
      : "The log shows what happened last.") + nothing
  );
}

/** One sentence about what failed: Terraform's first error. */
export function headline(stage: "plan" | "apply", diagnostics: Diagnostics, exitCode: number | null): string {
  const first = diagnostics.find((d) => d.severity === "error");
  const what = stage === "plan" ? "The plan failed" : "The apply failed";
  return first
    ? `${what}: ${first.summary.replace(/\.$/, "")}.`
    : `${what}: Terraform ended with exit code ${exitCode ?? "unknown"}.`;
}
