"use client";

import { useState } from "react";
import { JqField } from "@/components/properties/fields/jq-field";
import { Button } from "@/components/ui/button";
import { useActionEditor } from "../editor-context";
import { readCondition, writeCondition } from "../jq/condition";
import { ConditionEditor, firstCondition } from "./condition-editor";
import { JqTrial } from "./jq-trial";
import { subjectsOf } from "./subjects";

interface JqConditionProps {
  id: string;
  label: string;
  value: string;
  onChange: (jq: string) => void;
  onBlur?: () => void;
  /** The input whose condition it is. */
  own?: string | null;
}

/** jq that gives true or false: by conditions, or as it is written where conditions cannot say it. */
export function JqCondition({ id, label, value, onChange, onBlur, own = null }: JqConditionProps) {
  const { definition, blueprints } = useActionEditor();
  const subjects = subjectsOf(definition, blueprints, own);
  const [asJq, setAsJq] = useState(false);
  const condition = readCondition(value);
  const byRules = !asJq && (condition !== null || value === "");
  const [first] = subjects;
  return (
    <div className="@container grid min-w-0 gap-2">
      {byRules ? (
        <ConditionEditor
          id={id}
          label={label}
          subjects={subjects}
          condition={condition ?? { combinator: "and", comparisons: [] }}
          onChange={(next) => onChange(next === null ? "" : writeCondition(next))}
        />
      ) : (
        <JqField
          id={id}
          label={label}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          placeholder={first ? firstCondition(first) : '.user.mainRole == "Admin"'}
          tryIt={<JqTrial expression={value} />}
        />
      )}
      {(condition !== null || value === "") && (
        <Button
          size="sm"
          variant="ghost"
          className="text-muted-foreground w-fit"
          onClick={() => setAsJq(!asJq)}
        >
          {byRules ? "Edit as jq" : "Edit as conditions"}
        </Button>
      )}
    </div>
  );
}
