"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { RevisionList } from "@/components/definition-editor/revision-list";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { StoredAction } from "../../action-types";
import { useActionEditor } from "../editor-context";
import { changeWords } from "./change-words";
import { DraftCommands } from "./draft-commands";

const DRAFT = "draft";

interface Entry {
  key: string;
  /** Null for the draft. */
  revision: number | null;
  definition: object | null;
  byName: string;
  at: string;
}

/** The draft and every revision: who made it and when, what it changed, and the way back to one. */
export function RevisionsTab() {
  const trpc = useTRPC();
  const { identifier } = useActionEditor();
  const name = identifier ?? "";
  const revisions = useQuery(
    trpc.actions.revisions.queryOptions({ identifier: name }, { staleTime: 0, enabled: identifier !== null }),
  );
  const action = useQuery(
    trpc.actions.get.queryOptions({ identifier: name }, { enabled: identifier !== null }),
  );
  return (
    <QueryState
      query={revisions}
      what="revisions"
      skeleton={
        <LoadingState label="Loading revisions">
          <SkeletonLines />
        </LoadingState>
      }
      size="region"
    >
      {(rows) => {
        const draft = action.data?.draft;
        const entries: Entry[] = [
          ...(draft ? [{ ...draft, key: DRAFT, revision: null }] : []),
          ...rows.map((row) => ({ ...row, key: String(row.revision) })),
        ];
        return <History identifier={name} entries={entries} draft={draft ?? null} />;
      }}
    </QueryState>
  );
}

interface HistoryProps {
  identifier: string;
  entries: Entry[];
  draft: StoredAction["draft"];
}

function History({ identifier, entries, draft }: HistoryProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [against, setAgainst] = useState<string | null>(null);
  const present = entries.find(({ revision }) => revision !== null);
  const at = Math.max(
    0,
    entries.findIndex(({ key }) => key === chosen),
  );
  const after = entries[at];
  const before = entries.find(({ key }) => key === against) ?? entries[at + 1];
  if (!after || !present) return null;
  const name = after.revision === null ? "the draft" : `revision ${after.revision}`;
  return (
    <div className="grid items-start gap-5 md:grid-cols-[18rem_minmax(0,1fr)]">
      <RevisionList
        selected={after.key}
        onSelect={(key) => {
          setChosen(key);
          setAgainst(null);
        }}
        lines={entries.map((entry, index) => ({
          key: entry.key,
          title: (
            <>
              {entry.revision === null ? "Draft" : `Revision ${entry.revision}`}
              <span className="text-muted-foreground font-normal">
                {entry.revision === null ? " · not live" : entry === present ? " · live" : ""}
              </span>
            </>
          ),
          detail: (
            <>
              {entry.byName}, <RelativeTime value={entry.at} />
            </>
          ),
          summary: changeWords(entries[index + 1]?.definition ?? null, entry.definition),
        }))}
      />
      <SectionCard
        title={`What ${name} ${after.revision === null ? "changes" : "changed"}`}
        actions={
          after.revision === null && draft ? (
            <DraftCommands identifier={identifier} revision={present.revision ?? 0} draft={draft} />
          ) : (
            after !== present &&
            after.revision !== null &&
            after.definition && (
              <Restore
                identifier={identifier}
                revision={after.revision}
                expected={present.revision ?? 0}
                words={changeWords(present.definition, after.definition)}
                hasDraft={entries[0]?.revision === null}
              />
            )
          )
        }
      >
        <div className="grid gap-4">
          {entries.length > 1 && (
            <Field label="Compared with" required>
              <Select
                className="sm:w-72"
                value={before?.key ?? null}
                placeholder="Nothing before it"
                options={entries
                  .filter(({ key }) => key !== after.key)
                  .map((one) => ({
                    value: one.key,
                    label: one.revision === null ? "Draft" : `Revision ${one.revision}`,
                    description: one.byName,
                  }))}
                onValueChange={setAgainst}
              />
            </Field>
          )}
          <JsonDiffView
            before={before?.definition ?? null}
            after={after.definition}
            empty="The two are the same."
          />
        </div>
      </SectionCard>
    </div>
  );
}

interface RestoreProps {
  identifier: string;
  revision: number;
  /** The revision that is live now. */
  expected: number;
  words: string;
  hasDraft: boolean;
}

function Restore({ identifier, revision, expected, words, hasDraft }: RestoreProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { dirty, reload } = useActionEditor();
  const restore = useMutation(trpc.actions.restore.mutationOptions());
  const obstacle = dirty
    ? "Save or discard your changes first"
    : hasDraft
      ? "Publish or discard the draft first"
      : null;
  return (
    <span className="flex items-center gap-2">
      {obstacle && <span className="text-muted-foreground text-xs">{obstacle}</span>}
      <ConfirmDialog
        tone="primary"
        title={`Restore revision ${revision}?`}
        description={`It goes live as a new revision. Against what is live now: ${words} Runs under way keep theirs.`}
        confirmLabel="Restore revision"
        trigger={
          <Button size="sm" disabled={obstacle !== null}>
            Restore
          </Button>
        }
        onConfirm={async () => {
          await restore.mutateAsync({ identifier, revision, expected });
          await queryClient.invalidateQueries(trpc.actions.pathFilter());
          await reload();
          toast.success(`Revision ${revision} is live again`);
        }}
      />
    </span>
  );
}
