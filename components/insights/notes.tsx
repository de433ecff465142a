"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { bucketLabel } from "@/components/charts/format-value";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { spanAsk } from "./board-ask";
import { insightParams } from "./insight-params";

/** What administrators noted in the span that the page is about; charts show it with what the portal knows by itself. */
export function Notes() {
  const [state] = useQueryStates(insightParams);
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(trpc.metrics.annotations.queryOptions(spanAsk(state)));
  const remove = useMutation(
    trpc.metrics.removeNote.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.metrics.annotations.queryFilter()),
    }),
  );
  return (
    <SectionCard title="Notes" actions={query.data?.canNote && <AddNote team={state.team} />}>
      <QueryState query={query} what="notes">
        {({ annotations, canNote }) => {
          const notes = annotations.filter(({ kind }) => kind === "note");
          if (!notes.length)
            return (
              <p className="text-muted-foreground text-xs">
                Nothing was noted in this span. Charts show notes of administrators, releases of templates,
                teams that came, and incidents of high severity.
              </p>
            );
          return (
            <ul className="grid gap-2">
              {notes.map(({ id, day, label, note }) => (
                <li key={id} className="flex items-start gap-2">
                  <div className="min-w-0 flex-1">
                    <p className="break-words">{label}</p>
                    <p className="text-muted-foreground text-xs">
                      {bucketLabel(day, "day")}
                      {note?.team ? `, ${note.team}` : ""}, by {note?.by}
                    </p>
                  </div>
                  {canNote && note && (
                    <ConfirmDialog
                      title="Remove the note?"
                      description={`"${label}" goes from all charts.`}
                      confirmLabel="Remove"
                      tone="destructive"
                      onConfirm={async () => {
                        await remove.mutateAsync({ id: note.id });
                      }}
                      trigger={
                        <Button variant="ghost" size="icon-sm" aria-label={`Remove the note ${label}`}>
                          <Trash2 aria-hidden />
                        </Button>
                      }
                    />
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </QueryState>
    </SectionCard>
  );
}

function AddNote({ team }: { team: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState("");
  const [label, setLabel] = useState("");
  const add = useMutation(
    trpc.metrics.addNote.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        setLabel("");
        await client.invalidateQueries(trpc.metrics.annotations.queryFilter());
      },
    }),
  );
  const issues = add.error ? readFailure(add.error).issues : [];
  const faultOf = (key: string) => issues.find(({ path }) => path[0] === key)?.message;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger render={<Button size="sm">Add a note</Button>} />
      <DialogContent
        size="sm"
        title="Add a note"
        description={team ? `It stands in the charts of ${team}.` : "It stands in everybody's charts."}
        footer={
          <>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button
              variant="primary"
              loading={add.isPending}
              onClick={() => add.mutate({ at, label, team: team || null })}
            >
              Add the note
            </Button>
          </>
        }
      >
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ at, label, team: team || null });
          }}
        >
          {add.error && issues.length === 0 && <FormError error={add.error} />}
          <Field label="Day" error={faultOf("at")}>
            <Input type="date" value={at} onChange={(event) => setAt(event.target.value)} />
          </Field>
          <Field label="What happened" error={faultOf("label")}>
            <Input
              value={label}
              maxLength={120}
              placeholder="Release freeze begins"
              onChange={(event) => setLabel(event.target.value)}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
