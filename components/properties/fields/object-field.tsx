"use client";

import { Braces, ListTree } from "lucide-react";
import { createContext, useContext, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FieldContext, useFieldControl } from "@/components/ui/field-context";
import { Select } from "@/components/ui/select";
import { kindOf } from "@/server/properties/kind";
import { fieldWords } from "../field-notice";
import { nestedId } from "../focus-first";
import { labelOf } from "../kind";
import { drawingOf } from "../object-form";
import type { Member, ObjectDrawing } from "../object-form";
import { fromRaw, isRawObject, shownMembers, toRaw, Unreadable } from "../value";
import type { RawObject, RawValue } from "../value";
import { JsonField } from "./code-fields";
import { issuesBelow } from "./control-props";
import type { PropertyControlProps } from "./control-props";
import { PropertyControl } from "./property-control";

/** Inside another object, which can be written as JSON as a whole. */
const NestedContext = createContext(false);

/** An object: a form of its members where its schema can be drawn, and JSON on demand or where it cannot. */
export function ObjectField(props: PropertyControlProps) {
  const { definition, value, onChange } = props;
  const [fault, setFault] = useState<string | null>(null);
  const control = useFieldControl();
  const nested = useContext(NestedContext) || props.label !== undefined;
  const drawing = drawingOf(definition);
  if (!drawing) return <JsonField {...props} />;
  // Nothing that was ever written here is an empty form, too.
  const raw = value === undefined ? toRaw(undefined, definition) : value;
  const isForm = isRawObject(raw);
  const show = (next: () => RawValue) => {
    try {
      onChange(next());
      setFault(null);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      setFault(error.message);
    }
  };
  const toText = () => {
    const read = fromRaw(raw, definition);
    return read === undefined ? "" : JSON.stringify(read, null, 2);
  };
  const toForm = () => {
    const next = toRaw(fromRaw(raw, definition), definition);
    if (!isRawObject(next)) throw new Unreadable("The form shows objects only: write { … }.");
    return next;
  };
  return (
    <div className="grid gap-1.5">
      {isForm ? <MembersForm {...props} raw={raw} drawing={drawing} /> : <JsonField {...props} value={raw} />}
      {!control.disabled && !(nested && isForm) && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="ghost"
            size="sm"
            className="text-muted-foreground"
            onClick={() => show(isForm ? toText : toForm)}
          >
            {isForm ? (
              <>
                <Braces aria-hidden /> Edit as JSON
              </>
            ) : (
              <>
                <ListTree aria-hidden /> Edit as form
              </>
            )}
          </Button>
          <span role="status" className="text-danger min-w-0 text-xs break-words">
            {fault && `Mend this first: ${fault}`}
          </span>
        </div>
      )}
    </div>
  );
}

interface MembersFormProps extends PropertyControlProps {
  raw: RawObject;
  drawing: ObjectDrawing;
}

function MembersForm({ raw, drawing, onChange, onBlur, label, id, issues }: MembersFormProps) {
  const field = useContext(FieldContext);
  const control = useFieldControl();
  const baseId = id ?? control.id ?? "object";
  const { choice } = drawing;
  const change = (key: string, next: RawValue) =>
    onChange({ ...raw, fields: { ...raw.fields, [key]: next } });
  const chosen = choice?.alternatives.find((one) => String(one.value) === raw.choice);
  const extra = Object.keys(raw.extra ?? {});
  return (
    <div
      role="group"
      id={baseId}
      tabIndex={-1}
      aria-label={label}
      aria-labelledby={label ? undefined : field?.labelId}
      aria-describedby={control["aria-describedby"]}
      className="grid gap-4 border-l-2 py-0.5 pl-3 focus-visible:outline-none sm:pl-4"
    >
      {choice && (
        <Field
          id={nestedId(baseId, choice.key)}
          label={choice.label ?? labelOf(choice.key, {})}
          description={chosen?.description}
          required={choice.required}
          disabled={control.disabled ?? false}
          error={messageAt(issues, choice.key)}
        >
          <Select
            options={[
              ...(!choice.required && raw.choice !== undefined ? [{ value: "", label: "No value" }] : []),
              ...choice.alternatives.map((one) => ({ value: String(one.value), label: one.label })),
            ]}
            value={raw.choice ?? null}
            onValueChange={(next) => {
              const { choice: _, ...rest } = raw;
              onChange(next === "" ? rest : { ...rest, choice: next });
            }}
          />
        </Field>
      )}
      {shownMembers(drawing, raw.choice).map((member) => (
        <MemberField
          key={member.key}
          member={member}
          id={nestedId(baseId, member.key)}
          value={
            Object.hasOwn(raw.fields, member.key)
              ? raw.fields[member.key]
              : toRaw(member.definition.default, member.definition)
          }
          onChange={change}
          onBlur={onBlur}
          issues={issues}
          disabled={control.disabled ?? false}
        />
      ))}
      {extra.length > 0 && (
        <p className="text-muted-foreground text-xs">
          Kept as {extra.length === 1 ? "it is" : "they are"}, and edited as JSON: {extra.join(", ")}.
        </p>
      )}
    </div>
  );
}

interface MemberFieldProps {
  member: Member;
  id: string;
  value: RawValue;
  onChange: (key: string, value: RawValue) => void;
  onBlur: PropertyControlProps["onBlur"];
  issues: PropertyControlProps["issues"];
  disabled: boolean;
}

function MemberField({ member, id, value, onChange, onBlur, issues, disabled }: MemberFieldProps) {
  const { key, definition, required } = member;
  const kind = kindOf(definition);
  return (
    <Field
      id={id}
      label={labelOf(key, definition)}
      description={fieldWords(definition)}
      error={messageAt(issues, key)}
      required={kind === "boolean" || required}
      disabled={disabled}
      orientation={kind === "boolean" ? "inline" : "stacked"}
    >
      <NestedContext value={true}>
        <PropertyControl
          definition={definition}
          value={value}
          onChange={(next) => onChange(key, next)}
          onBlur={onBlur}
          issues={issuesBelow(issues, key)}
        />
      </NestedContext>
    </Field>
  );
}

/** What is wrong with one member itself, or how much inside of it. */
function messageAt(issues: PropertyControlProps["issues"], key: string): string | undefined {
  const below = issuesBelow(issues, key);
  if (!below) return undefined;
  const own = below.find((issue) => issue.path.length === 0);
  if (own) return own.message.startsWith(`"${key}" is required`) ? "This is required." : own.message;
  return below.length === 1
    ? "One entry in it needs your attention."
    : `${below.length} entries in it need your attention.`;
}
