import Link from "next/link";
import { editActionHref } from "@/components/actions/builder/action-paths";
import { useShell } from "@/components/shell/shell-context";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RunView } from "./run-types";

type Origin = Pick<RunView, "cause" | "event" | "rerunOf" | "requesterName" | "createdAt" | "origin">;

const LINK = "text-primary-text hover:underline";

/** The run whose change set the automation off, when it was one. */
const runBehind = (event: RunView["event"]): string | null => {
  const { runId } = (event?.context ?? {}) as { runId?: unknown };
  return typeof runId === "string" ? runId : null;
};

/** Who or what asked for the run, and when: a person, an automation with its event, or a run that it repeats. */
export function RunOrigin({ run }: { run: Origin }) {
  const { viewer } = useShell();
  const behind = runBehind(run.event);
  return (
    <span>
      {run.cause?.kind === "automation" ? (
        <>
          Set off by{" "}
          {viewer.isAdmin ? (
            <Link className={LINK} href={`${editActionHref(run.cause.identifier)}?tab=history`}>
              {run.cause.title}
            </Link>
          ) : (
            run.cause.title
          )}
          {behind !== null && (
            <>
              , after{" "}
              <Link className={LINK} href={`/runs/${behind}`}>
                run {behind}
              </Link>
            </>
          )}
        </>
      ) : (
        <>
          Requested by {run.requesterName}
          {run.origin === "API" && " through the API"}
        </>
      )}
      {run.rerunOf && (
        <>
          {" "}
          again, as{" "}
          <Link className={LINK} href={`/runs/${run.rerunOf}`}>
            run {run.rerunOf}
          </Link>
        </>
      )}{" "}
      <RelativeTime value={run.createdAt} />
    </span>
  );
}
