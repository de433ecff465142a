"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toast";
import type { RunOutput } from "@/server/runs/schema";

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What the run gave: plain outputs as they are, sensitive ones on demand, each look recorded in the audit log. */
export function OutputsCard({
  runId,
  outputs,
  mayReveal,
}: {
  runId: string;
  outputs: Record<string, RunOutput>;
  mayReveal: boolean;
}) {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return null;
  return (
    <SectionCard
      title="Outputs"
      description={
        entries.some(([, output]) => output.sensitive)
          ? "Secrets stay encrypted; each look at one is recorded."
          : undefined
      }
    >
      <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
        {entries.map(([name, output]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground pt-1 font-mono text-xs">{name}</dt>
            <dd className="flex min-h-7 min-w-0 items-center gap-1.5">
              {output.sensitive ? (
                <SecretValue runId={runId} name={name} mayReveal={mayReveal} />
              ) : (
                <>
                  <span className="min-w-0 font-mono text-xs break-all">{asText(output.value)}</span>
                  <CopyButton value={asText(output.value)} label={`Copy ${name}`} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </SectionCard>
  );
}

function SecretValue({ runId, name, mayReveal }: { runId: string; name: string; mayReveal: boolean }) {
  const trpc = useTRPC();
  // Kept in this component alone: it is gone when the page is left, and never enters the query cache.
  const [value, setValue] = useState<string | null>(null);
  const reveal = useMutation(
    trpc.runs.revealOutput.mutationOptions({
      gcTime: 0,
      onSuccess: (result) => setValue(asText(result.value)),
      onError: (error) =>
        toast.error("The secret was not shown", { description: readFailure(error).message }),
    }),
  );
  if (value !== null)
    return (
      <>
        <span className="min-w-0 font-mono text-xs break-all" data-testid={`output-${name}`}>
          {value}
        </span>
        <CopyButton value={value} label={`Copy ${name}`} />
        <Button size="icon-sm" variant="ghost" aria-label={`Hide ${name}`} onClick={() => setValue(null)}>
          <EyeOff aria-hidden />
        </Button>
      </>
    );
  return (
    <>
      <span className="text-muted-foreground font-mono text-xs">
        <span aria-hidden>••••••••••••</span>
        <span className="sr-only">hidden</span>
      </span>
      {mayReveal && (
        <Button
          size="sm"
          variant="ghost"
          loading={reveal.isPending}
          onClick={() => reveal.mutate({ runId, name })}
        >
          <Eye aria-hidden /> Show <span className="sr-only">{name}</span>
        </Button>
      )}
    </>
  );
}
