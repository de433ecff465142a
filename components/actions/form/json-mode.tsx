"use client";

import { useState } from "react";
import { JsonEditor } from "@/components/code/json-editor";
import { lineOfPath } from "@/components/code/json-position";
import { JSON_EDITOR_ID, jsonOf, readJson } from "./json-values";
import type { JsonReading } from "./json-values";
import { useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

interface JsonModeProps {
  model: ActionFieldsModel;
  /** Hears of what is typed. */
  onText: (text: string) => void;
}

/** The values of a form as the JSON that is sent. What can be read goes into the form at once. */
export function JsonMode({ model, onText }: JsonModeProps) {
  const { session } = model;
  const { properties } = session.userInputs;
  const [text, setText] = useState(() => jsonOf(properties, session.sent()));
  const state = useFormPart(model, (snapshot) => snapshot.state);
  const errors = useFormPart(model, (snapshot) => snapshot.errors);
  const formErrors = useFormPart(model, (snapshot) => snapshot.formErrors);
  const reading = readJson(text, properties, session.read(), state);
  const checked: JsonReading["issues"] = [
    ...Object.entries(errors).flatMap(([key, issues]) =>
      issues.map(({ path, message }) => ({ path: [key, ...path], message })),
    ),
    ...formErrors.map(({ message }) => ({ path: [], message })),
  ].filter(({ path: [key] }) => !reading.issues.some((issue) => issue.path[0] === key));
  const secrets = Object.keys(properties).some((key) => properties[key]?.encryption !== undefined);
  const change = (next: string) => {
    setText(next);
    const read = readJson(next, properties, session.read(), session.read().state);
    if (read.filled) session.fill(read.filled);
    onText(next);
  };
  return (
    <div className="grid gap-2">
      <JsonEditor
        id={JSON_EDITOR_ID}
        label="Values of the form as JSON"
        value={text}
        onChange={change}
        note={null}
        what="these values"
        issues={[...reading.issues, ...checked].map((issue) => ({
          ...issue,
          line: issue.line ?? lineOfPath(text, issue.path),
        }))}
      />
      {secrets && (
        <p className="text-muted-foreground text-xs">Secrets are filled in in the form and not shown here.</p>
      )}
    </div>
  );
}
