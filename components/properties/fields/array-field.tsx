"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useContext, useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FieldContext, useFieldControl } from "@/components/ui/field-context";
import { kindOf } from "@/server/properties/kind";
import { nestedId } from "../focus-first";
import { itemDefinition, labelOf } from "../kind";
import { toRaw } from "../value";
import type { RawValue } from "../value";
import { issuesBelow } from "./control-props";
import type { PropertyControlProps } from "./control-props";
import { PropertyControl } from "./property-control";

/** Kinds whose items need a line of their own for what is done with them. */
const TALL: readonly string[] = ["object", "array", "markdown", "yaml", "proto", "multi-line", "file"];

/** A list of any kind: one control for each item, to add, remove and move. */
export function ArrayField({ definition, value, onChange, onBlur, label, id, issues }: PropertyControlProps) {
  const control = useFieldControl();
  const field = useContext(FieldContext);
  const baseId = id ?? control.id ?? "list";
  const items = Array.isArray(value) ? value : [];
  const item = itemDefinition(definition);
  const noun = labelOf("item", item);
  const tall = TALL.includes(kindOf(item));
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  });
  const add = () => {
    focusNext.current = nestedId(baseId, items.length);
    onChange([...items, kindOf(item) === "boolean" ? false : toRaw(item.default, item)]);
  };
  const remove = (index: number) => {
    focusNext.current = items.length > 1 ? nestedId(baseId, Math.max(0, index - 1)) : baseId;
    onChange(items.filter((_, other) => other !== index));
  };
  const move = (index: number, by: 1 | -1) => {
    const next = [...items];
    next.splice(index + by, 0, ...next.splice(index, 1));
    // The button keeps the focus as it moves along, until it can go no further.
    const at = index + by;
    const ends = at === 0 ? "down" : at === items.length - 1 ? "up" : by === 1 ? "down" : "up";
    focusNext.current = `${nestedId(baseId, at)}-${ends}`;
    onChange(next);
  };
  const replace = (index: number, next: RawValue) =>
    onChange(items.map((entry, other) => (other === index ? next : entry)));
  const closed = control.disabled === true;
  return (
    <div
      role="group"
      aria-labelledby={label ? undefined : field?.labelId}
      aria-label={label}
      aria-describedby={control["aria-describedby"]}
      className="grid gap-2"
    >
      {items.length > 0 && (
        <ol className={cn("grid", tall ? "gap-3" : "gap-2")}>
          {items.map((entry, index) => {
            const own = issuesBelow(issues, index);
            const fault = own?.find((issue) => issue.path.length === 0);
            const name = `${noun} ${index + 1}`;
            const tools = !closed && (
              <ItemTools
                id={nestedId(baseId, index)}
                name={name.toLowerCase()}
                first={index === 0}
                last={index === items.length - 1}
                onMove={(by) => move(index, by)}
                onRemove={() => remove(index)}
              />
            );
            return (
              // Items have no identity of their own: all controls are controlled, so the position serves as key.
              <li key={index} className={cn(!tall && "flex items-start gap-1")}>
                {tall && (
                  <div className="mb-1 flex items-center justify-between gap-2">
                    <span className="text-muted-foreground text-xs font-medium">{name}</span>
                    {tools}
                  </div>
                )}
                <div className="grid min-w-0 flex-1 gap-1">
                  <FieldPart invalid={own !== undefined}>
                    <PropertyControl
                      definition={item}
                      value={entry}
                      onChange={(next) => replace(index, next)}
                      onBlur={onBlur}
                      label={name}
                      id={nestedId(baseId, index)}
                      issues={own}
                    />
                  </FieldPart>
                  {fault && <span className="text-danger text-xs">{fault.message}</span>}
                </div>
                {!tall && tools}
              </li>
            );
          })}
        </ol>
      )}
      {items.length === 0 && closed && <p className="text-muted-foreground text-sm">No items.</p>}
      {!closed && (
        <div>
          <Button id={baseId} size="sm" aria-label={`Add ${noun.toLowerCase()}`} onClick={add}>
            <Plus aria-hidden /> Add {noun.toLowerCase()}
          </Button>
        </div>
      )}
    </div>
  );
}

interface ItemToolsProps {
  id: string;
  name: string;
  first: boolean;
  last: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** To move and remove an item; a list of one has nowhere to move. */
function ItemTools({ id, name, first, last, onMove, onRemove }: ItemToolsProps) {
  const button = (suffix: string, words: string, icon: ReactNode, onClick: () => void, disabled = false) => (
    <Button
      id={`${id}-${suffix}`}
      variant="ghost"
      size="icon"
      aria-label={`${words} ${name}`}
      disabled={disabled}
      onClick={onClick}
      className="text-muted-foreground w-7"
    >
      {icon}
    </Button>
  );
  return (
    <span className="flex shrink-0">
      {!(first && last) && button("up", "Move up", <ArrowUp aria-hidden />, () => onMove(-1), first)}
      {!(first && last) && button("down", "Move down", <ArrowDown aria-hidden />, () => onMove(1), last)}
      {button("remove", "Remove", <X aria-hidden />, onRemove)}
    </span>
  );
}

/** Only the items at fault are marked as invalid, not the whole list. */
function FieldPart({ invalid, children }: { invalid: boolean; children: ReactNode }) {
  const field = useContext(FieldContext);
  return <FieldContext value={field && { ...field, invalid, required: false }}>{children}</FieldContext>;
}
