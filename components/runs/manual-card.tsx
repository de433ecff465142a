"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { RunView } from "./run-types";

const instructionsOf = (run: Pick<RunView, "payload" | "action">): string | null => {
  const rendered = run.payload?.instructions;
  if (typeof rendered === "string") return rendered;
  const { invocation } = run.action;
  return invocation.type === "MANUAL" ? invocation.instructions : null;
};

/** What a person has to do by hand, and where they say that it is done. */
export function ManualCard({ run }: { run: RunView }) {
  const instructions = instructionsOf(run);
  if (instructions === null) return null;
  return (
    <SectionCard
      title="By hand"
      description={run.can.report ? "This waits for you, or others who may do it." : undefined}
    >
      <div className="grid gap-4">
        <Markdown level={3}>{instructions}</Markdown>
        {run.can.report && <Report runId={run.id} />}
      </div>
    </SectionCard>
  );
}

function Report({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [summary, setSummary] = useState("");
  const [failing, setFailing] = useState(false);
  const report = useMutation(
    trpc.runs.report.mutationOptions({
      onSuccess: async (_, { status }) => {
        toast.success(status === "SUCCESS" ? "Done" : "Reported as failed");
        await queryClient.invalidateQueries();
      },
    }),
  );
  const send = (status: "SUCCESS" | "FAILURE") =>
    report.mutate({ runId, status, ...(summary.trim() && { summary: summary.trim() }) });
  return (
    <form
      className="grid gap-3 border-t pt-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send("SUCCESS");
      }}
    >
      <Field
        label="What was done?"
        required={failing}
        error={failing && !summary.trim() ? "Say why it could not be done." : undefined}
        description="Kept with the run. Markdown."
      >
        <Textarea
          rows={3}
          maxLength={2000}
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
        />
      </Field>
      {report.error && <FormError error={report.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={report.isPending}>
          Mark as done
        </Button>
        <Button
          type="button"
          variant="destructive-outline"
          disabled={report.isPending}
          onClick={() => {
            setFailing(true);
            if (summary.trim()) send("FAILURE");
          }}
        >
          Could not be done
        </Button>
      </div>
    </form>
  );
}
