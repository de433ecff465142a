"use client";

import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";

/** What stands beside the form, in Markdown. */
export function DocumentationField() {
  const { id, value, set, error, touch } = useBound(["documentation"]);
  const [shown, setShown] = useState(false);
  const text = typeof value === "string" ? value : "";
  return (
    <Field
      id={id}
      label="Documentation"
      error={error}
      description="Markdown. People read it beside the form."
      hint={
        text !== "" && (
          <Button size="sm" variant="ghost" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? "Write" : "Preview"}
          </Button>
        )
      }
    >
      {shown && text !== "" ? (
        <div className="rounded-md border p-3">
          <Markdown level={3}>{text}</Markdown>
        </div>
      ) : (
        <Textarea
          rows={6}
          value={text}
          placeholder="What it does, what it costs, whom to ask"
          onBlur={touch}
          onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}
