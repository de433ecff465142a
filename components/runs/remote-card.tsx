"use client";

import { SectionCard } from "@/components/ui/card";
import type { RunView } from "./run-types";

const print = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");

/** What a backend elsewhere was sent, what it answered, and its own number of the run. */
export function RemoteCard({ run }: { run: RunView }) {
  const answered = run.response !== null && run.response !== undefined && run.response !== "";
  return (
    <SectionCard
      title="Backend"
      description={
        run.externalRunId
          ? `Its own number of the run is ${run.externalRunId}.`
          : run.calledAt
            ? "It was called."
            : "It is not called before the run is approved."
      }
    >
      <div className="grid gap-3 text-sm">
        <Json summary="What it is sent" text={print(run.payload)} />
        {answered && <Json summary="What it answered" text={print(run.response)} />}
      </div>
    </SectionCard>
  );
}

function Json({ summary, text }: { summary: string; text: string }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">{summary}</summary>
      <pre
        className="bg-muted mt-2 max-h-96 overflow-auto rounded-md border p-3 font-mono text-xs"
        tabIndex={0}
      >
        {text}
      </pre>
    </details>
  );
}
