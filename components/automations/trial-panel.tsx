"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, CircleAlert, X } from "lucide-react";
import { useState } from "react";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { useSettled } from "@/components/actions/builder/trial/use-payload";
import { CodeBlock } from "@/components/code/code-block";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { readFailure } from "@/components/states/domain-error";
import { LoadingState } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { formatRelative } from "@/components/ui/format";

/** Answers follow what is edited, and are not kept. */
const FRESH = { staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false } as const;

/** Tries the automation, as it stands in the editor, on an event of the past. Nothing is run. */
export function TrialPanel() {
  const trpc = useTRPC();
  const { definition, goTo } = useActionEditor();
  const settled = useSettled(definition);
  const [chosen, setChosen] = useState<string | null>(null);
  const samples = useQuery(
    trpc.automations.samples.queryOptions(
      { definition: settled },
      { ...FRESH, placeholderData: keepPreviousData },
    ),
  );
  if (samples.error) {
    const { issues, message } = readFailure(samples.error);
    return (
      <SectionCard title="Try it">
        <p className="text-sm">{issues[0]?.message ?? message}</p>
        <p className="text-muted-foreground mt-1 text-sm">
          It can be tried once the definition has no faults.{" "}
          <Button variant="link" onClick={() => goTo("general")}>
            Choose what sets it off
          </Button>
        </p>
      </SectionCard>
    );
  }
  if (!samples.data)
    return <LoadingState label="Looking for events">Looking for events of the past…</LoadingState>;
  const keyOf = (sample: (typeof samples.data)[number]) => JSON.stringify([sample.source, sample.subject]);
  const sample = samples.data.find((one) => keyOf(one) === chosen) ?? samples.data[0];
  if (!sample)
    return (
      <SectionCard title="Try it">
        <p className="text-muted-foreground text-sm">
          No such event has happened yet, so there is none to try it on.
        </p>
      </SectionCard>
    );
  return (
    <div className="grid min-w-0 gap-5">
      <SectionCard title="Try it" description="On an event of the past. Nothing is run or sent.">
        <Field label="Event" required>
          <Select
            className="sm:max-w-xl"
            value={keyOf(sample)}
            options={samples.data.map((one) => ({
              value: keyOf(one),
              label: one.title,
              description: formatRelative(Date.parse(one.at), Date.now()),
            }))}
            onValueChange={setChosen}
          />
        </Field>
      </SectionCard>
      <Result definition={settled} sample={sample} />
    </div>
  );
}

type Sample = { source: unknown; blueprint: string | null; subject: string | null };

function Result({ definition, sample }: { definition: Record<string, unknown>; sample: Sample }) {
  const trpc = useTRPC();
  const { source, blueprint, subject } = sample;
  type Input = Parameters<typeof trpc.automations.try.queryOptions>[0];
  const query = useQuery(
    trpc.automations.try.queryOptions({ definition, source, blueprint, subject } as Input, {
      ...FRESH,
      placeholderData: keepPreviousData,
    }),
  );
  if (query.error)
    return (
      <p role="alert" className="text-danger text-sm">
        {readFailure(query.error).message}
      </p>
    );
  if (!query.data) return <LoadingState label="Trying it">Trying it…</LoadingState>;
  const { fires, reason, expressions, event, payload, issues } = query.data;
  return (
    <div className="grid min-w-0 items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-5">
        <SectionCard title="Would it run?" actions={query.isFetching && <Spinner />}>
          <div className="grid gap-3" aria-live="polite">
            <p
              className={`flex items-center gap-2 text-sm font-medium ${fires ? "text-success" : "text-muted-foreground"}`}
            >
              {fires ? <Check aria-hidden className="size-4" /> : <X aria-hidden className="size-4" />}
              {fires ? "Yes, this event sets it off." : "No, this event does not set it off."}
            </p>
            {reason !== null && (
              <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{reason}</p>
            )}
            {expressions.length > 0 && (
              <ul className="grid gap-1.5">
                {expressions.map(({ expression, value, fault }, index) => (
                  <li key={index} className="flex min-w-0 items-start gap-2 text-sm">
                    {fault !== undefined ? (
                      <CircleAlert aria-label="Failed" className="text-danger mt-0.5 size-4 shrink-0" />
                    ) : value === true ? (
                      <Check aria-label="True" className="text-success mt-0.5 size-4 shrink-0" />
                    ) : (
                      <X aria-label="Not true" className="text-muted-foreground mt-0.5 size-4 shrink-0" />
                    )}
                    <span className="min-w-0 [overflow-wrap:anywhere]">
                      <code className="font-mono text-xs">{expression}</code>
                      {fault !== undefined && <span className="text-danger block">{fault}</span>}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </SectionCard>
        <SectionCard title="What changed">
          <JsonDiffView
            before={event.diff.before}
            after={event.diff.after}
            empty="Nothing changed: both sides are the same."
          />
        </SectionCard>
      </div>
      <div className="grid min-w-0 gap-5">
        <SectionCard title="What is sent" description="The payload, rendered with this event.">
          <div className="grid min-w-0 gap-3">
            {issues.length > 0 && (
              <ul className="border-danger-border bg-danger-subtle text-danger grid gap-1 rounded-md border px-3 py-2 text-sm">
                {issues.map(({ path, message }) => (
                  <li key={path.join("/")} className="[overflow-wrap:anywhere]">
                    <span className="font-mono text-xs">{path.slice(1).join(" › ")}</span>: {message}
                  </li>
                ))}
              </ul>
            )}
            <CodeBlock code={JSON.stringify(payload, null, 2)} label="Rendered payload" maxHeight="md" />
          </div>
        </SectionCard>
        <SectionCard title="The event" description="What conditions see, and payloads under .event.">
          <CodeBlock code={JSON.stringify(event, null, 2)} label="Event" maxHeight="md" />
        </SectionCard>
      </div>
    </div>
  );
}
