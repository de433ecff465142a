"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTRPC } from "@/components/trpc/provider";
import { readFailure } from "@/components/states/domain-error";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import type { ActionPermissions } from "@/server/actions/schema";
import { useActionEditor } from "../editor-context";
import { TrialBar } from "../trial/trial-bar";
import { useTrial } from "../trial/trial-store";

/** What the permissions, as they stand here, say to a person. Saves nothing. */
export function PolicyTrial({ permissions }: { permissions: ActionPermissions }) {
  const trpc = useTRPC();
  const { definition, identifier } = useActionEditor();
  const [trial] = useTrial();
  const attempt = useMutation(trpc.actions.tryPolicy.mutationOptions());
  const failure = attempt.error ? readFailure(attempt.error) : null;
  const { data } = attempt;
  return (
    <SectionCard title="Try it" description="As somebody, with the values of the preview. Nothing is saved.">
      <div className="grid min-w-0 gap-4">
        <TrialBar />
        <div>
          <Button
            loading={attempt.isPending}
            onClick={() =>
              attempt.mutate({
                ...(identifier !== null && { identifier }),
                definition,
                permissions,
                values: { ...trial.sent },
                ...(trial.as !== null && { as: trial.as }),
                ...(trial.entity !== null &&
                  definition.trigger.operation !== "CREATE" && { entity: trial.entity }),
              })
            }
          >
            Try permissions
          </Button>
        </div>
        <div aria-live="polite" className="grid min-w-0 gap-3 text-sm">
          {failure && (
            <p className="text-danger [overflow-wrap:anywhere]">
              {failure.issues[0]?.message ?? failure.message}
            </p>
          )}
          {data && (
            <>
              <p className="flex items-start gap-2">
                {data.execute.allowed ? (
                  <CircleCheck aria-hidden className="text-success mt-0.5 size-4 shrink-0" />
                ) : (
                  <CircleAlert aria-hidden className="text-danger mt-0.5 size-4 shrink-0" />
                )}
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="font-medium">
                    {trial.asName ?? "You"} {data.execute.allowed ? "may" : "may not"} run it.
                  </span>{" "}
                  {data.execute.why}
                </span>
              </p>
              <Counts results={data.execute.results} />
              {data.approve && (
                <>
                  <p className="min-w-0 [overflow-wrap:anywhere]">
                    <span className="font-medium">
                      {data.approve.emails.length === 0
                        ? "Nobody would approve."
                        : `Approvers: ${data.approve.emails.join(", ")}.`}
                    </span>{" "}
                    {data.approve.why}
                  </p>
                  <Counts results={data.approve.results} />
                </>
              )}
            </>
          )}
        </div>
      </div>
    </SectionCard>
  );
}

/** How much each search found. */
function Counts({ results }: { results: Readonly<Record<string, number | null>> }) {
  const found = Object.entries(results);
  if (found.length === 0) return null;
  return (
    <ul className="text-muted-foreground grid gap-0.5 text-xs">
      {found.map(([name, count]) => (
        <li key={name}>
          <span className="font-mono">{name}</span>:{" "}
          {count === null ? "failed" : count === 1 ? "1 entity" : `${count} entities`}
        </li>
      ))}
    </ul>
  );
}
