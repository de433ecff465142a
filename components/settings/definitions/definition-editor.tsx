"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { JsonEditor } from "@/components/code/json-editor";
import type { EditorIssue } from "@/components/code/json-editor";
import { parseJson } from "@/components/code/parse-json";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { Button, ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

export interface DefinitionEditorProps {
  /** "blueprint" or "action". */
  noun: string;
  initial: unknown;
  /** Saves; issues of the error that it throws are shown at their lines. Gives the identifier that was saved. */
  onSave: (definition: Record<string, unknown>) => Promise<{ identifier: string }>;
  /** Where to go after the first save. */
  hrefOf: (identifier: string) => string;
  backHref: string;
  isNew: boolean;
}

const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A definition as JSON, in the format that the API takes; what does not compile is refused with the place. */
export function DefinitionEditor({ noun, initial, onSave, hrefOf, backHref, isNew }: DefinitionEditorProps) {
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState(() => print(initial));
  const [saved, setSaved] = useState(text);
  const [issues, setIssues] = useState<EditorIssue[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const guard = useLeaveGuard({ when: text !== saved && !saving, onUnload: true });

  const save = async () => {
    if (saving) return;
    setIssues([]);
    setFailure(null);
    const { value, fault } = parseJson(text);
    if (fault || typeof value !== "object" || value === null || Array.isArray(value)) {
      setIssues([
        { path: [], message: fault?.message ?? "A definition is a JSON object.", line: fault?.line ?? 1 },
      ]);
      return;
    }
    setSaving(true);
    try {
      const { identifier } = await onSave(value as Record<string, unknown>);
      const tidy = print(value);
      setText(tidy);
      setSaved(tidy);
      toast.success(`${noun === "blueprint" ? "Blueprint" : "Action"} saved`);
      if (isNew) router.replace(hrefOf(identifier));
    } catch (error) {
      const found = readFailure(error).issues;
      // A parser that knows positions, loaded when there is something to find.
      const { lineOfPath } = await import("@/components/code/json-position");
      setIssues(found.map((issue) => ({ ...issue, line: lineOfPath(text, issue.path) })));
      if (found.length === 0) setFailure(error);
    } finally {
      setSaving(false);
    }
  };

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        void save();
      }}
    >
      <FormError error={failure} />
      <JsonEditor
        id={id}
        label={`Definition of the ${noun}, JSON`}
        value={text}
        onChange={setText}
        issues={issues}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="text-muted-foreground mr-auto text-xs">
          {text === saved ? (isNew ? "Not saved yet" : "No unsaved changes") : "Unsaved changes"}
        </span>
        <ButtonLink href={backHref}>Back to list</ButtonLink>
        <Button type="submit" variant="primary" loading={saving}>
          {isNew ? `Create ${noun}` : `Save ${noun}`}
        </Button>
      </div>
      {guard}
    </form>
  );
}
