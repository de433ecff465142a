"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CodeBlock } from "@/components/code/code-block";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { inputsOf } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { withSamples } from "../trial/sample-values";
import { TrialBar } from "../trial/trial-bar";
import { useTrial } from "../trial/trial-store";
import { useSettled } from "../trial/use-payload";

interface TrialResultProps {
  expression: string;
  /** Beside the form that is filled in: with its values alone, and its choice of person and entity. */
  inPreview?: boolean;
}

/** What an expression gives with the values that are tried, or why it gives nothing; and what it sees. */
export function TrialResult({ expression, inPreview = false }: TrialResultProps) {
  const trpc = useTRPC();
  const { definition, goTo } = useActionEditor();
  const [trial] = useTrial();
  const settled = useSettled({ definition, expression });
  const written = settled.expression.trim() !== "";
  const query = useQuery(
    trpc.actions.tryJq.queryOptions(
      {
        definition: settled.definition,
        expression: settled.expression,
        values: inPreview ? { ...trial.sent } : withSamples(inputsOf(settled.definition), trial.sent),
        ...(trial.as !== null && { as: trial.as }),
        ...(trial.entity !== null &&
          settled.definition.trigger.operation !== "CREATE" && { entity: trial.entity }),
      },
      {
        enabled: written,
        placeholderData: keepPreviousData,
        staleTime: 0,
        gcTime: 0,
        retry: false,
        refetchOnWindowFocus: false,
      },
    ),
  );
  const failure = query.error ? readFailure(query.error) : null;
  return (
    <div className="bg-muted/40 grid min-w-0 gap-3 rounded-md border p-3">
      {!inPreview && <TrialBar />}
      <div role="status" className="grid min-w-0 gap-1.5 text-sm">
        {!written && <p className="text-muted-foreground">Write an expression to see what it gives.</p>}
        {written && query.isPending && <Spinner />}
        {failure && <p className="text-danger">{failure.issues[0]?.message ?? failure.message}</p>}
        {written && query.data && !failure && (
          <>
            <p className="text-muted-foreground text-xs">
              {query.data.fault === undefined ? "It gives" : "It fails"}
            </p>
            {query.data.fault === undefined ? (
              <CodeBlock
                code={JSON.stringify(query.data.value, null, 2)}
                label="What the expression gives"
                maxHeight="sm"
              />
            ) : (
              <p className="text-danger [overflow-wrap:anywhere]">{query.data.fault}</p>
            )}
          </>
        )}
      </div>
      {query.data && (
        <details className="min-w-0 text-sm">
          <summary className="text-muted-foreground cursor-pointer text-xs">What it sees</summary>
          <CodeBlock
            code={JSON.stringify(query.data.context, null, 2)}
            label="What the expression sees"
            maxHeight="sm"
            className="mt-1.5"
          />
        </details>
      )}
      {!inPreview && (
        <p className="text-muted-foreground flex flex-wrap items-center gap-x-1.5 text-xs">
          Values that nobody filled in are made up.
          <Button size="sm" variant="link" onClick={() => goTo("preview")}>
            Fill in the form yourself
          </Button>
        </p>
      )}
    </div>
  );
}
