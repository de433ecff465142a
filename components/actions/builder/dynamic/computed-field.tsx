"use client";

import { FunctionSquare } from "lucide-react";
import type { ReactNode } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { focusPath } from "@/components/definition-editor/focus";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { JqField } from "@/components/properties/fields/jq-field";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { isDynamic } from "@/server/properties/kind";
import { JqTrial } from "./jq-trial";

interface ComputedFieldProps {
  path: DefinitionPath;
  /** "Default", "Pattern", … */
  label: string;
  placeholder?: string;
  /** What the expression has to give, for people. */
  gives: string;
  className?: string;
  /** The control of a fixed value. */
  children: ReactNode;
}

/** A member that is fixed, or computed by jq while the form is open. */
export function ComputedField({ path, label, placeholder, gives, className, children }: ComputedFieldProps) {
  const { id, value, set, error, touch } = useBound(path);
  const computed = isDynamic(value);
  return (
    <div className={cn("grid min-w-0 gap-1.5", className)}>
      {computed ? (
        <Field
          id={id}
          label={`${label}, computed`}
          required
          error={error}
          description={`jq over .form, .entity and .user that gives ${gives}.`}
        >
          <JqField
            value={value.jqQuery}
            onChange={(jq) => set({ jqQuery: jq })}
            onBlur={touch}
            {...(placeholder !== undefined && { placeholder })}
            tryIt={<JqTrial expression={value.jqQuery} />}
          />
        </Field>
      ) : (
        children
      )}
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={computed}
        aria-label={`${label}: computed by jq`}
        className="text-muted-foreground aria-pressed:bg-primary-subtle aria-pressed:text-primary-text w-fit"
        onClick={() => {
          set(computed ? undefined : { jqQuery: "" });
          if (!computed) focusPath(path);
        }}
      >
        <FunctionSquare aria-hidden /> {computed ? "Fixed instead" : "Compute by jq"}
      </Button>
    </div>
  );
}
