"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { CodeBlock } from "@/components/code/code-block";
import { PolicyVerdicts } from "@/components/policy/policy-verdicts";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PolicyDefinition } from "@/server/policy/schema";

interface TryPanelProps {
  definition: PolicyDefinition;
  runId: string | null;
  onRun: (runId: string) => void;
}

/** One past run under the policy as it is written, and what the policy is told of that run. */
export function TryPanel({ definition, runId, onRun }: TryPanelProps) {
  const trpc = useTRPC();
  const cases = useQuery(trpc.policies.cases.queryOptions({ limit: 50 }));
  const told = useQuery(
    trpc.policies.case.queryOptions({ runId: runId ?? "" }, { enabled: runId !== null, staleTime: Infinity }),
  );
  const attempt = useMutation(trpc.policies.try.mutationOptions());
  const asked = JSON.stringify([definition, runId]);
  // What was found holds for what was asked, not for what was typed since.
  const current =
    attempt.variables && JSON.stringify([attempt.variables.definition, attempt.variables.runId]) === asked;
  return (
    <SectionCard title="Try it" description="On a run that was checked before. Nothing is changed.">
      {cases.data?.length === 0 ? (
        <p className="text-muted-foreground">
          No run has been checked yet. As soon as one is, you can try the policy on it.
        </p>
      ) : (
        <div className="grid gap-4">
          <Field label="Example run" required>
            <Select
              value={runId}
              placeholder="Choose a run"
              options={(cases.data ?? []).map((one) => ({
                value: one.runId,
                label: `${one.title}: ${one.target ?? one.runId}`,
                description: `${one.requester}, ${one.at.slice(0, 16).replace("T", " ")}`,
              }))}
              onValueChange={onRun}
            />
          </Field>
          <div>
            <Button
              disabled={runId === null}
              loading={attempt.isPending}
              onClick={() => runId !== null && attempt.mutate({ definition: { ...definition }, runId })}
            >
              Try on this run
            </Button>
          </div>
          {attempt.error && current && <FormError error={attempt.error} />}
          {attempt.isSuccess && current && (
            <div role="status">
              {attempt.data ? (
                <PolicyVerdicts verdicts={[attempt.data]} />
              ) : (
                <p className="text-muted-foreground">
                  The policy does not judge this run: it is outside of its scope.
                </p>
              )}
            </div>
          )}
          {told.data && (
            <details>
              <summary className="cursor-pointer text-xs font-medium">
                What the policy is told of this run
              </summary>
              <div className="mt-2 max-h-96 overflow-auto">
                <CodeBlock title="Facts" code={JSON.stringify(told.data.facts, null, 2)} />
              </div>
            </details>
          )}
        </div>
      )}
    </SectionCard>
  );
}
