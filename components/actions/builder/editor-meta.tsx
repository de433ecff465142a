"use client";

import { CircleAlert } from "lucide-react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { StoredAction } from "../action-types";
import { basisOf } from "./basis";

/** Below the title: whether people see it, whose draft is shown, and whether there is something to save. */
export function EditorMeta({
  stored,
  identifier,
  revision,
  dirty,
}: {
  stored: StoredAction | null;
  identifier: string;
  revision: number | null;
  dirty: boolean;
}) {
  const live = stored !== null && stored.publish !== false;
  return (
    <>
      <StatusBadge variant="plain" status={live ? "published" : "draft"} />
      {stored?.draft && (
        <span>
          {live && "with a "}draft by {stored.draft.byName}, <RelativeTime value={stored.draft.at} />
        </span>
      )}
      {identifier && <span className="font-mono text-xs">{identifier}</span>}
      {revision !== null && <span className="tabular">Revision {revision}</span>}
      <span role="status">
        {dirty ? "Unsaved changes" : stored === null ? "Not saved yet" : "No unsaved changes"}
      </span>
    </>
  );
}

/** What one should know of the action before one goes on with it. */
export function EditorNotices({
  stored,
  warnings,
}: {
  stored: StoredAction | null;
  warnings: readonly DefinitionIssue[];
}) {
  const outdated = stored?.draft?.outdated ? stored.draft : null;
  return (
    <>
      {outdated && stored && (
        <details className="border-warning-border bg-warning-subtle rounded-md border px-3 py-2 text-sm">
          <summary className="text-warning cursor-pointer font-medium">
            The action was changed after this draft was saved. Publishing the draft takes that change back.
          </summary>
          <div className="mt-2">
            <JsonDiffView before={basisOf(stored).definition} after={outdated.definition} />
          </div>
        </details>
      )}
      {warnings.length > 0 && (
        <ul className="border-warning-border bg-warning-subtle text-warning grid gap-0.5 rounded-md border px-3 py-2 text-sm">
          {warnings.map(({ path, message }, index) => (
            <li key={index} className="flex items-start gap-1.5">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="font-mono text-xs">{path.join(".")}</span> {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function DiscardDraft({ onConfirm }: { onConfirm: () => Promise<void> }) {
  return (
    <ConfirmDialog
      title="Discard the draft?"
      description="What is published stays. What was changed in the draft is lost."
      confirmLabel="Discard draft"
      trigger={<Button>Discard draft</Button>}
      onConfirm={onConfirm}
    />
  );
}

export function Unpublish({ onConfirm }: { onConfirm: () => Promise<void> }) {
  return (
    <ConfirmDialog
      title="Unpublish the action?"
      description="Nobody can run it, and only administrators see it. Runs under way go on. Publish it to offer it again."
      confirmLabel="Unpublish"
      trigger={<Button>Unpublish</Button>}
      onConfirm={onConfirm}
    />
  );
}
