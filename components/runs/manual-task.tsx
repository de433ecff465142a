"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { RunView } from "./run-types";

const namesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What a person is to do for a run, and the way to say that it is done. */
export function ManualTask({ run }: { run: RunView }) {
  const [asked, setAsked] = useState<"done" | "failed" | null>(null);
  const { instructions, teams, users } = run.payload ?? {};
  const who = [...namesIn(teams), ...namesIn(users)];
  const open = run.status === "applying";
  return (
    <SectionCard
      title={open ? "To be done by hand" : "Done by hand"}
      description={`By ${who.length ? `${who.join(", ")}, or an administrator` : "an administrator"}.`}
      actions={
        open &&
        run.can.report && (
          <span className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => setAsked("failed")}>
              Could not be done
            </Button>
            <Button size="sm" variant="primary" onClick={() => setAsked("done")}>
              Mark as done
            </Button>
          </span>
        )
      }
    >
      <Markdown>{typeof instructions === "string" ? instructions : ""}</Markdown>
      {asked && <OutcomeDialog runId={run.id} done={asked === "done"} onClose={() => setAsked(null)} />}
    </SectionCard>
  );
}

function OutcomeDialog({ runId, done, onClose }: { runId: string; done: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const complete = useMutation(
    trpc.runs.completeManual.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries();
        toast.success(done ? "Marked as done" : "Marked as not done");
        onClose();
      },
    }),
  );
  const issue = complete.error
    ? readFailure(complete.error).issues.find(({ path }) => path[0] === "note")?.message
    : undefined;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={done ? "Is it done?" : "It could not be done"}
        description={
          done
            ? "The run succeeds, and what it makes is registered."
            : "The run fails, with what you say here."
        }
        footer={
          <>
            <Button onClick={onClose}>Back</Button>
            <Button
              variant={done ? "primary" : "destructive"}
              loading={complete.isPending}
              onClick={() => complete.mutate({ runId, done, note })}
            >
              {done ? "Mark as done" : "Mark as not done"}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field label={done ? "Note" : "Reason"} required={!done} error={issue}>
            <Textarea
              rows={4}
              maxLength={2000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
          {complete.error && !issue && <FormError error={complete.error} />}
        </div>
      </DialogContent>
    </Dialog>
  );
}
