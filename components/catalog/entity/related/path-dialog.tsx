"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { isLoop, MAX_HOPS, pathsBetween, reachableFrom } from "@/server/catalog/core/related-paths";
import type { PathStep } from "@/server/catalog/core/related-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { parseAsPath } from "./path-param";
import { PathText } from "./path-text";

interface PathDialogProps {
  blueprint: string;
  onChoose: (path: PathStep[]) => void;
  onClose: () => void;
}

/** Chooses what to reach and by which way: entities that are related through others. */
export function PathDialog({ blueprint, onChoose, onClose }: PathDialogProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [path, setPath] = useState<PathStep[] | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Related through other blueprints"
        description="Follow relations over several steps, such as from a domain to the deployments of its services."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={path === null} onClick={() => path && onChoose(path)}>
              Show
            </Button>
          </>
        }
      >
        <QueryState query={query} what="blueprints" size="inline">
          {(blueprints) => <PathForm from={blueprint} blueprints={blueprints} path={path} onPath={setPath} />}
        </QueryState>
      </DialogContent>
    </Dialog>
  );
}

interface PathFormProps {
  from: string;
  blueprints: readonly BlueprintDefinition[];
  path: PathStep[] | null;
  onPath: (path: PathStep[] | null) => void;
}

const keyOf = (path: readonly PathStep[]): string =>
  parseAsPath.serialize(path.map(({ maxHops: _hops, ...step }) => step));

function PathForm({ from, blueprints, path, onPath }: PathFormProps) {
  const [end, setEnd] = useState<string | null>(null);
  const model = useMemo(() => new Map(blueprints.map((one) => [one.identifier, one])), [blueprints]);
  const options = useMemo(
    () =>
      reachableFrom(model, from)
        .map((identifier) => ({
          value: identifier,
          label: model.get(identifier)?.title ?? identifier,
        }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [model, from],
  );
  const paths = useMemo(() => (end ? pathsBetween(model, from, end) : []), [model, from, end]);
  const chosen = path && keyOf(path);
  const loops = (path ?? []).flatMap((step, index) =>
    isLoop(path?.[index - 1]?.blueprint ?? from, step) ? [{ step, index }] : [],
  );
  return (
    <div className="grid gap-4">
      <Field label="What to reach" required>
        <Select
          options={options}
          value={end}
          placeholder="Choose a blueprint…"
          onValueChange={(target) => {
            setEnd(target);
            onPath(pathsBetween(model, from, target)[0] ?? null);
          }}
        />
      </Field>
      {paths.length > 0 && (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 text-sm font-medium">By which way</legend>
          {paths.map((way) => (
            <label
              key={keyOf(way)}
              className="has-checked:border-primary has-checked:bg-primary-subtle has-focus-visible:outline-ring flex min-h-9 cursor-pointer items-center gap-2 rounded-md border px-2.5 py-1.5 text-sm has-focus-visible:outline-2"
            >
              <input
                type="radio"
                name="way"
                className="accent-primary"
                checked={keyOf(way) === chosen}
                onChange={() => onPath(way)}
              />
              <PathText path={way} />
            </label>
          ))}
        </fieldset>
      )}
      {loops.map(({ step, index }) => (
        <Field
          key={index}
          label={`Follow ${step.relation} up to so many times`}
          description={`It leads from one ${model.get(step.blueprint)?.title.toLowerCase() ?? "entity"} to the next; 1 to ${MAX_HOPS}.`}
        >
          <Input
            type="number"
            min={1}
            max={MAX_HOPS}
            className="w-24"
            value={step.maxHops ?? 1}
            onChange={(event) => {
              const hops = Math.min(MAX_HOPS, Math.max(1, event.target.valueAsNumber || 1));
              onPath(
                (path ?? []).map((other, at) => {
                  if (at !== index) return other;
                  const { maxHops: _hops, ...rest } = other;
                  return hops > 1 ? { ...rest, maxHops: hops } : rest;
                }),
              );
            }}
          />
        </Field>
      ))}
    </div>
  );
}
