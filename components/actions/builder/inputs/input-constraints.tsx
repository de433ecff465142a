"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { ChoicesField } from "@/components/definition-editor/property/choices-field";
import { ConstraintFields } from "@/components/definition-editor/property/constraint-fields";
import type { ConstraintFrameProps } from "@/components/definition-editor/property/constraint-fields";
import { ItemsField } from "@/components/definition-editor/property/items-field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { ComputedField } from "../dynamic/computed-field";
import { AcceptField } from "./accept-field";
import { inputKindOf, itemKinds } from "./input-kinds";

/** What an entity's page would show means nothing in a form. */
const ELSEWHERE = ["enum", "enumColors", "items", "spec", "specAuthentication"];
/** What is chosen, and not typed, needs no limits of text; they show where somebody set them. */
const CHOSEN = ["entity", "user", "team"];
const OF_TEXT = ["minLength", "maxLength", "pattern"];
const PATTERN_GIVES = "a regular expression";

function Computable({ path, constraint, label, children }: ConstraintFrameProps) {
  return (
    <ComputedField
      path={path}
      label={label}
      gives={
        constraint === "pattern" ? PATTERN_GIVES : constraint === "uniqueItems" ? "true or false" : "a number"
      }
      placeholder={
        constraint === "pattern"
          ? 'if .form.environment == "production" then "^prod-" else ".*" end'
          : undefined
      }
      className={constraint === "pattern" ? "sm:col-span-2" : undefined}
    >
      {children}
    </ComputedField>
  );
}

/** What a value must be like: each fixed, or computed while the form is filled in. */
export function InputConstraints({ path }: { path: DefinitionPath }) {
  const input = useBound(path).value as PropertyDefinition;
  const kind = inputKindOf(input).id;
  const holder = kind === "enum" ? path : kind === "multi-select" ? [...path, "items"] : null;
  return (
    <>
      {holder && (
        <ComputedField
          path={[...holder, "enum"]}
          label="Choices"
          gives="the list of choices"
          placeholder='if .form.environment == "production" then ["large"] else ["small", "large"] end'
        >
          <ChoicesField path={holder} />
        </ComputedField>
      )}
      {kind === "file" && <AcceptField path={path} />}
      {kind === "array" && <ItemsField path={path} kinds={itemKinds} />}
      <ConstraintFields
        path={path}
        without={[
          ...ELSEWHERE,
          ...(CHOSEN.includes(kind) ? OF_TEXT.filter((key) => input[key] === undefined) : []),
        ]}
        Frame={Computable}
      />
    </>
  );
}
