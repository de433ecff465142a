"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { NumberAt, SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { EntitiesValue } from "@/components/query/reference-value";
import { EMPTY_QUERY, readQuery } from "@/components/query/query-types";
import { QueryEditor } from "@/components/query/query-editor";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { COLOURS } from "@/server/properties/schema";
import { useBoard } from "../../board-context";
import { PAGE_ENTITY } from "../new-widgets";
import type { ControlProps } from "./choice-controls";
import { PropertyControl, useNamedBlueprint } from "./choice-controls";
import { choices } from "./field";

/** An entity of a blueprint, found on the server. */
export function EntityControl({ field, path }: ControlProps<"entity">) {
  const { id, value, set, error } = useBound(path);
  const { entitiesOf } = useBoard();
  const of = useNamedBlueprint(field.blueprint);
  const isOfPage = value === PAGE_ENTITY;
  return (
    <div className="grid gap-2">
      {isOfPage ? (
        <Field id={id} label={field.label} error={error}>
          <Input readOnly value="The one that the page is opened on" />
        </Field>
      ) : (
        <Field id={id} label={field.label} required={field.required ?? false} error={error}>
          <EntitiesValue
            id={id}
            label={field.label}
            blueprint={of ?? ""}
            definition={{ type: "string", format: "entity" }}
            operand="one"
            value={value}
            onChange={set}
          />
        </Field>
      )}
      {entitiesOf !== null && entitiesOf === of && (
        <Button
          size="sm"
          variant="ghost"
          className="justify-self-start"
          onClick={() => set(isOfPage ? undefined : PAGE_ENTITY)}
        >
          {isOfPage ? "Choose one entity" : "Take the one that the page is opened on"}
        </Button>
      )}
    </div>
  );
}

/** Which entities count, by conditions. */
export function QueryControl({ field, path }: ControlProps<"query">) {
  const trpc = useTRPC();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const of = useNamedBlueprint(field.blueprint);
  const { id, value, set, error } = useBound(path);
  // The published form has rules alone, too.
  const query = Array.isArray(value) ? readQuery({ combinator: "and", rules: value }) : readQuery(value);
  return (
    <div id={id} tabIndex={-1} className="grid gap-1.5">
      <p className="text-sm font-medium">{field.label}</p>
      <QueryState query={blueprints} what="properties" size="inline">
        {(all) => (
          <QueryEditor
            key={of ?? ""}
            blueprints={all}
            blueprint={of}
            value={query ?? EMPTY_QUERY}
            label={field.label}
            onChange={set}
          />
        )}
      </QueryState>
      {error && <p className="text-danger text-xs">{error}</p>}
    </div>
  );
}

interface ListProps {
  label: string;
  path: DefinitionPath;
  /** What one of them is called, for the commands. */
  noun: string;
  fresh: () => unknown;
  ordered?: boolean;
  children: (at: DefinitionPath) => ReactNode;
}

/** A list of like things in a form: added, taken away, moved. */
function ListOf({ label, path, noun, fresh, ordered = false, children }: ListProps) {
  const { id, value, set, error } = useBound(path);
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  const swap = (a: number, b: number) => {
    const next = [...items];
    [next[a], next[b]] = [next[b], next[a]];
    set(next);
  };
  return (
    <Fieldset legend={label}>
      <div id={id} tabIndex={-1} className="grid gap-3">
        {items.map((_, at) => (
          <div key={at} className="grid gap-3 rounded-md border p-3">
            <div className="flex items-center gap-1">
              <span className="text-muted-foreground flex-1 text-xs">
                {noun} {at + 1}
              </span>
              {ordered && (
                <>
                  <Button
                    size="icon-sm"
                    variant="ghost"
                    disabled={at === 0}
                    aria-label={`Move ${noun.toLowerCase()} ${at + 1} up`}
                    onClick={() => swap(at, at - 1)}
                  >
                    <ArrowUp aria-hidden />
                  </Button>
                  <Button
                    size="icon-sm"
                    variant="ghost"
                    disabled={at === items.length - 1}
                    aria-label={`Move ${noun.toLowerCase()} ${at + 1} down`}
                    onClick={() => swap(at, at + 1)}
                  >
                    <ArrowDown aria-hidden />
                  </Button>
                </>
              )}
              <Button
                size="icon-sm"
                variant="ghost"
                aria-label={`Remove ${noun.toLowerCase()} ${at + 1}`}
                onClick={() => set(items.filter((__, index) => index !== at))}
              >
                <X aria-hidden />
              </Button>
            </div>
            {children([...path, at])}
          </div>
        ))}
        <Button size="sm" className="justify-self-start" onClick={() => set([...items, fresh()])}>
          <Plus aria-hidden /> Add {noun.toLowerCase()}
        </Button>
        {error && items.length === 0 && <p className="text-danger text-xs">{error}</p>}
      </div>
    </Fieldset>
  );
}

export function LinksControl({ field, path }: ControlProps<"links">) {
  return (
    <ListOf label={field.label} path={path} noun="Link" ordered fresh={() => ({ title: "", url: "" })}>
      {(at) => (
        <>
          <TextAt path={[...at, "title"]} label="Name" required />
          <TextAt path={[...at, "url"]} label="Address" required placeholder="https:// or /catalog" />
          <TextAt path={[...at, "description"]} label="Description" />
        </>
      )}
    </ListOf>
  );
}

const BOUNDS = choices({
  ">": "is above",
  ">=": "is at least",
  "<": "is below",
  "<=": "is at most",
  "=": "is",
  "!=": "is not",
});

/** What a number says by its size: the closest bound that it meets counts. */
export function ConditionsControl({ field, path }: ControlProps<"conditions">) {
  return (
    <ListOf
      label={field.label}
      path={path}
      noun="Bound"
      fresh={() => ({ operator: ">=", value: 0, color: "green" })}
    >
      {(at) => (
        <>
          <div className="grid grid-cols-2 gap-3">
            <SelectAt path={[...at, "operator"]} label="The number" options={BOUNDS} required />
            <NumberAt path={[...at, "value"]} label="Bound" required />
          </div>
          <div className="grid grid-cols-2 gap-3">
            <SelectAt
              path={[...at, "color"]}
              label="Colour"
              none="None"
              options={COLOURS.map((colour) => ({ value: colour, label: colour }))}
            />
            <TextAt path={[...at, "message"]} label="Word" />
          </div>
          <TextAt path={[...at, "description"]} label="Sentence" />
        </>
      )}
    </ListOf>
  );
}

/** By which columns a table is in order. The path says of which blueprint. */
export function SortControl({ field, path }: ControlProps<"sort">) {
  const blueprint = String(path.at(path.indexOf("blueprintConfig") + 1) ?? "");
  return (
    <ListOf
      label={field.label}
      path={path}
      noun="Column"
      ordered
      fresh={() => ({ property: "$title", order: "asc" })}
    >
      {(at) => (
        <div className="grid grid-cols-2 gap-3">
          <PropertyControl
            path={[...at, "property"]}
            field={{ control: "property", path: [], label: "Column", blueprint, required: true }}
          />
          <SelectAt
            path={[...at, "order"]}
            label="Order"
            options={choices({ asc: "Ascending", desc: "Descending" })}
          />
        </div>
      )}
    </ListOf>
  );
}
