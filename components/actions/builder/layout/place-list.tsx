"use client";

import { ArrowDown, ArrowUp, GripVertical, Heading, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { TextAt } from "@/components/definition-editor/bound-fields";
import { withoutKey } from "@/components/definition-editor/keys";
import { withValue } from "@/components/definition-editor/path";
import { labelOf } from "@/components/properties/kind";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUTS, inputsOf, textsAt, USER_INPUTS } from "../action-draft";
import type { ActionDraft } from "../action-draft";
import { SwitchField } from "../dynamic/switch-field";
import { useActionEditor } from "../editor-context";
import { inputKindOf } from "../inputs/input-kinds";
import { headingsOf, movedInLayout, placedInLayout, TITLES } from "../layout-model";
import type { LayoutPage } from "../layout-model";

const DRAGGED = "application/x-waymark-place";

interface PlaceListProps {
  page: LayoutPage;
  index: number;
  pages: readonly LayoutPage[];
}

/** The inputs and headings of a page in their order: moved by drag, by buttons, and to another step by a list. */
export function PlaceList({ page, index, pages }: PlaceListProps) {
  const { definition, change } = useActionEditor();
  const [over, setOver] = useState<number | null>(null);
  const [said, say] = useState("");
  const next = useRef<string | null>(null);
  useEffect(() => {
    if (!next.current) return;
    document.getElementById(next.current)?.focus();
    next.current = null;
  });
  const headings = headingsOf(definition) as Record<string, { title?: string }>;
  const inputs = inputsOf(definition) as Record<string, PropertyDefinition>;
  const nameOf = (key: string) =>
    inputs[key] ? labelOf(key, inputs[key]) : labelOf(key, headings[key] ?? {});
  const move = (key: string, by: 1 | -1) => {
    next.current = placeId(key, by === 1 ? "down" : "up");
    change((before) => movedInLayout(before, key, by));
    say(`${nameOf(key)} was moved ${by === 1 ? "down" : "up"}.`);
  };
  const moveTo = (key: string, to: number) => {
    next.current = placeId(key, "step");
    change((before) => placedInLayout(before, key, to, pages[to]?.keys.length ?? 0));
    say(`${nameOf(key)} is in ${pages[to]?.title || `step ${to + 1}`} now.`);
  };
  const last = pages.length - 1;
  return (
    <>
      {page.keys.length === 0 && (
        <p
          className={cn(
            "text-muted-foreground rounded-md border border-dashed px-3 py-4 text-center text-sm",
            over === 0 && "border-primary",
          )}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => drop(event.dataTransfer.getData(DRAGGED), 0)}
        >
          {pages.length > 1
            ? "Nothing is asked here yet. Move an input to this step."
            : "There are no inputs yet."}
        </p>
      )}
      <ol className="grid gap-1.5">
        {page.keys.map((key, at) => (
          <li
            key={key}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData(DRAGGED, key);
            }}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(DRAGGED)) return;
              event.preventDefault();
              setOver(at);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              event.preventDefault();
              drop(event.dataTransfer.getData(DRAGGED), at);
            }}
            className={cn("bg-card min-w-0 rounded-md border px-2 py-1.5", over === at && "border-primary")}
          >
            <div className="flex min-w-0 flex-wrap items-center gap-2">
              <GripVertical aria-hidden className="text-muted-foreground size-3.5 shrink-0 cursor-grab" />
              {inputs[key] ? (
                <InputName inputKey={key} input={inputs[key]} />
              ) : (
                <HeadingName name={nameOf(key)} />
              )}
              <div className="ml-auto flex items-center gap-1">
                {pages.length > 1 && (
                  <Select
                    id={placeId(key, "step")}
                    size="sm"
                    className="w-36"
                    label={`Step of ${nameOf(key)}`}
                    options={pages.map(({ title }, to) => ({
                      value: String(to),
                      label: `${to + 1}. ${title || "Step"}`,
                    }))}
                    value={String(index)}
                    onValueChange={(to) => moveTo(key, Number(to))}
                  />
                )}
                <Button
                  id={placeId(key, "up")}
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Move ${nameOf(key)} up`}
                  aria-disabled={at === 0 && index === 0}
                  onClick={() => move(key, -1)}
                >
                  <ArrowUp aria-hidden />
                </Button>
                <Button
                  id={placeId(key, "down")}
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Move ${nameOf(key)} down`}
                  aria-disabled={at === page.keys.length - 1 && index === last}
                  onClick={() => move(key, 1)}
                >
                  <ArrowDown aria-hidden />
                </Button>
                {!inputs[key] && (
                  <Button
                    size="icon-sm"
                    variant="ghost"
                    aria-label={`Remove the heading ${nameOf(key)}`}
                    onClick={() => change((before) => withoutHeading(before, key))}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </div>
            </div>
            {!inputs[key] && <HeadingFields headingKey={key} />}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );

  function drop(key: string, at: number) {
    setOver(null);
    if (key === "" || (!Object.hasOwn(inputs, key) && !Object.hasOwn(headings, key))) return;
    change((before) => placedInLayout(before, key, index, at));
  }
}

const placeId = (key: string, what: string): string => `place/${encodeURIComponent(key)}/${what}`;

function withoutHeading(action: ActionDraft, key: string): ActionDraft {
  const headings = withoutKey(headingsOf(action), key);
  let next = withValue(action, TITLES, Object.keys(headings).length > 0 ? headings : undefined);
  const change = (path: (string | number)[]) => {
    const keys = textsAt(next, path);
    if (keys.includes(key))
      next = withValue(
        next,
        path,
        keys.filter((other) => other !== key),
      );
  };
  change([...USER_INPUTS, "order"]);
  const { steps } = (action.trigger.userInputs ?? {}) as { steps?: unknown[] };
  steps?.forEach((_, index) => change([...USER_INPUTS, "steps", index, "order"]));
  return next;
}

function InputName({ inputKey, input }: { inputKey: string; input: PropertyDefinition }) {
  const { select } = useActionEditor();
  const kind = inputKindOf(input);
  return (
    <button
      type="button"
      className="flex min-h-6 min-w-0 items-center gap-2 rounded-xs text-left hover:underline"
      onClick={() => select([...INPUTS, inputKey, "title"])}
    >
      <NamedIcon name={input.icon ?? kind.icon} className="text-muted-foreground" />
      <span className="truncate text-sm font-medium">{labelOf(inputKey, input)}</span>
      <span className="text-muted-foreground text-xs whitespace-nowrap">{kind.label}</span>
    </button>
  );
}

function HeadingName({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2 text-sm font-semibold">
      <Heading aria-hidden className="text-muted-foreground size-4 shrink-0" />
      <span className="truncate">{name}</span>
    </span>
  );
}

function HeadingFields({ headingKey }: { headingKey: string }) {
  const path = [...TITLES, headingKey];
  return (
    <div className="mt-2 grid gap-3 border-t pt-3 pb-1 pl-5">
      <div className="grid gap-3 @xl:grid-cols-2">
        <TextAt path={[...path, "title"]} label="Heading" />
        <TextAt path={[...path, "description"]} label="Text below it" />
      </div>
      <SwitchField
        path={[...path, "visible"]}
        label="Heading is shown"
        conditionLabel="Heading is shown when"
        usual
      />
    </div>
  );
}
