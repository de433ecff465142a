"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { TrialResult } from "../dynamic/trial-result";

/** What a jq expression gives in the form for the person, entity and values of the preview, and what it sees. */
export function TryJq() {
  const [expression, setExpression] = useState(".form");
  return (
    <div className="grid min-w-0 gap-3">
      <Field label="Expression" required description="Sees .form, .entity and .user.">
        <Textarea mono rows={2} value={expression} onChange={(event) => setExpression(event.target.value)} />
      </Field>
      <TrialResult expression={expression} inPreview />
    </div>
  );
}
