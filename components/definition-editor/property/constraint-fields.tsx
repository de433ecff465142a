"use client";

import type { ComponentType, ReactNode } from "react";
import type { PropertyDefinition } from "@/server/properties/schema";
import type { Constraint } from "@/server/properties/spec";
import { specOf } from "@/server/properties/types/registry";
import { CheckAt, NumberAt, SelectAt, TextAt, useBound } from "../bound-fields";
import type { DefinitionPath } from "../path";
import { ChoicesField } from "./choices-field";
import { ItemsField } from "./items-field";
import { constraintsOf } from "./kinds";
import { SpecAuthentication } from "./spec-authentication";

interface ConstraintProps {
  /** Of the property's definition. */
  path: DefinitionPath;
  definition: PropertyDefinition;
}

export const constraintLabels = {
  minLength: "Fewest characters",
  maxLength: "Most characters",
  pattern: "Pattern",
  minimum: "At least",
  maximum: "At most",
  exclusiveMinimum: "Greater than",
  exclusiveMaximum: "Less than",
  minItems: "Fewest items",
  maxItems: "Most items",
  uniqueItems: "No item twice",
} as const;
type Labelled = keyof typeof constraintLabels;

const number = (key: Labelled) =>
  function NumberConstraint({ path }: ConstraintProps) {
    return <NumberAt path={[...path, key]} label={constraintLabels[key]} />;
  };

const specWords: Record<string, string> = {
  "open-api": "An OpenAPI description, shown as a reference",
  "async-api": "An AsyncAPI description, shown as a reference",
  "embedded-url": "A page, shown inside of the portal",
};

// Exhaustive: a constraint without a control does not compile.
const controls: Record<Constraint, ComponentType<ConstraintProps> | null> = {
  enum: ({ path }) => <ChoicesField path={path} />,
  // Edited together with the choices.
  enumColors: null,
  minLength: number("minLength"),
  maxLength: number("maxLength"),
  pattern: ({ path }) => (
    <TextAt
      path={[...path, "pattern"]}
      label={constraintLabels.pattern}
      mono
      placeholder="^[a-z][a-z0-9-]*$"
      description="A regular expression that every value must match."
      className="sm:col-span-2"
    />
  ),
  minimum: number("minimum"),
  maximum: number("maximum"),
  exclusiveMinimum: number("exclusiveMinimum"),
  exclusiveMaximum: number("exclusiveMaximum"),
  minItems: number("minItems"),
  maxItems: number("maxItems"),
  uniqueItems: ({ path }) => <CheckAt path={[...path, "uniqueItems"]} label={constraintLabels.uniqueItems} />,
  items: ({ path }) => <ItemsField path={path} />,
  spec: ({ path, definition }) => (
    <SelectAt
      path={[...path, "spec"]}
      label="Shown on the entity's page as"
      none="Plain value"
      className="sm:col-span-2"
      options={(specOf({ ...definition, enum: undefined }).specs ?? []).map((spec) => ({
        value: spec,
        label: specWords[spec] ?? spec,
      }))}
    />
  ),
  specAuthentication: ({ path, definition }) =>
    definition.spec === "embedded-url" || definition.specAuthentication ? (
      <SpecAuthentication path={path} />
    ) : null,
};

export interface ConstraintFrameProps {
  path: DefinitionPath;
  constraint: Labelled;
  label: string;
  children: ReactNode;
}

interface ConstraintFieldsProps {
  path: DefinitionPath;
  /** Constraints that something else edits. */
  without?: readonly string[];
  /** Stands around the control of a constraint, such as to offer another way to say it. */
  Frame?: ComponentType<ConstraintFrameProps>;
}

/** A control for each constraint that means something for the property's kind. */
export function ConstraintFields({ path, without = [], Frame }: ConstraintFieldsProps) {
  const definition = (useBound(path).value ?? { type: "string" }) as PropertyDefinition;
  const isChoice = Array.isArray(definition.enum);
  // What a list of choices says is said better by the list than by bounds and patterns: they show where somebody set them.
  const keys = constraintsOf(definition).filter(
    (key) =>
      !without.includes(key) && (isChoice ? key === "enum" || definition[key] !== undefined : key !== "enum"),
  );
  const shown = keys.flatMap((key) => {
    const Control = controls[key as Constraint];
    if (!Control) return [];
    const control = <Control key={key} path={path} definition={definition} />;
    if (!Frame || !isLabelled(key)) return [control];
    return [
      <Frame key={key} path={[...path, key]} constraint={key} label={constraintLabels[key]}>
        {control}
      </Frame>,
    ];
  });
  if (shown.length === 0) return null;
  return <div className="grid items-start gap-4 sm:grid-cols-2">{shown}</div>;
}

const isLabelled = (key: string): key is Labelled => Object.hasOwn(constraintLabels, key);
