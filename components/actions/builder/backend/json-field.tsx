"use client";

import { useEffect, useId, useRef, useState } from "react";
import { JsonEditor } from "@/components/code/json-editor";
import type { EditorIssue } from "@/components/code/json-editor";
import { lineOfPath } from "@/components/code/json-position";
import { parseJson } from "@/components/code/parse-json";
import { useBound } from "@/components/definition-editor/bound-fields";
import { isWithin } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useActionEditor } from "../editor-context";

const print = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value, null, 2));

/** A part of the definition as JSON. What is no JSON yet stays here and changes nothing. */
export function JsonField({ path, label }: { path: DefinitionPath; label: string }) {
  const id = useId();
  const { issues } = useActionEditor();
  const { value, set } = useBound(path);
  const [text, setText] = useState(() => print(value));
  const [fault, setFault] = useState<EditorIssue | null>(null);
  const shown = useRef(value);
  useEffect(() => {
    if (JSON.stringify(shown.current) === JSON.stringify(value)) return;
    shown.current = value;
    setText(print(value));
    setFault(null);
  }, [value]);
  const type = (next: string) => {
    setText(next);
    const { value: read, fault: found } =
      next.trim() === "" ? { value: undefined, fault: null } : parseJson(next);
    if (found) return setFault({ path: [], ...found });
    setFault(null);
    shown.current = read;
    set(read);
  };
  const below = issues
    .filter((issue) => isWithin(issue.path, path))
    .map((issue) => ({ ...issue, line: lineOfPath(text, issue.path.slice(path.length)) }));
  return (
    <JsonEditor
      id={id}
      label={label}
      value={text}
      onChange={type}
      issues={fault ? [fault] : below}
      note={fault ? "The definition keeps what was there before." : null}
    />
  );
}
