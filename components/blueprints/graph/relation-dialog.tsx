"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { FormEvent } from "react";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { cardinalityOptions } from "../cardinality-options";
import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import { counted } from "./graph-node";

export interface RelationDialogProps {
  blueprints: readonly BlueprintSummary[];
  from: string;
  to: string | undefined;
  onClose: () => void;
}

/** A new relation between two blueprints, as drawn or from the start; saved at once. */
export function RelationDialog({ blueprints, onClose, ...start }: RelationDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [from, setFrom] = useState(start.from);
  const [to, setTo] = useState<string | null>(start.to ?? null);
  const [title, setTitle] = useState(() => titleOf(blueprints, start.to));
  const [ownKey, setKey] = useState<string | null>(null);
  const [many, setMany] = useState(false);
  const [required, setRequired] = useState(false);
  const [errors, setErrors] = useState<Partial<Record<"to" | "title" | "key" | "form", string>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const update = useMutation(trpc.catalog.blueprints.update.mutationOptions());
  const source = blueprints.find(({ identifier }) => identifier === from);
  const taken = Object.keys(source?.relations ?? {});
  const key = ownKey ?? freeKey(keyFromTitle(title) || "relation", taken);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    const found = {
      ...(to === null && { to: "Choose the blueprint that the relation leads to." }),
      ...(taken.includes(key) && { key: `${source?.title ?? from} has a relation "${key}" already.` }),
    };
    setErrors(found);
    const first = Object.keys(found)[0];
    if (first) return document.getElementById(`${formId}-${first}`)?.focus();
    try {
      const known = await queryClient.fetchQuery({
        ...trpc.catalog.blueprints.get.queryOptions({ identifier: from }),
        staleTime: 0,
      });
      const {
        revision,
        createdAt: _at,
        createdBy: _by,
        updatedAt: _then,
        updatedBy: _who,
        ...definition
      } = known;
      const relation = { ...(title && { title }), target: to ?? "", required, many };
      await update.mutateAsync({
        identifier: from,
        definition: {
          ...(definition as BlueprintDefinition),
          relations: { ...definition.relations, [key]: relation },
        },
        revision,
      });
      await queryClient.invalidateQueries(trpc.catalog.pathFilter());
      toast.success(`${source?.title ?? from} relates to ${titleOf(blueprints, to)}`);
      onClose();
    } catch (error) {
      const { issues } = readFailure(error);
      const at = (field: string) => issues.find((issue) => issue.path.includes(field))?.message;
      const placed = { to: at("target"), title: at("title"), key: at(key) };
      if (placed.to || placed.title || placed.key) setErrors(placed as typeof errors);
      else setFailure(error);
    }
  };

  const options = blueprints.map(({ identifier, title: label }) => ({ value: identifier, label }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="New relation"
        description="Entities of the first blueprint will point to entities of the second."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={update.isPending}>
              Add relation
            </Button>
          </>
        }
      >
        <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
          <FormError error={failure} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="From" required>
              <Select options={options} value={from} onValueChange={setFrom} />
            </Field>
            <Field id={`${formId}-to`} label="To" required error={errors.to}>
              <Select
                options={options}
                value={to}
                onValueChange={(next) => {
                  if (title === titleOf(blueprints, to)) setTitle(titleOf(blueprints, next));
                  setTo(next);
                }}
                placeholder="Choose a blueprint…"
              />
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field id={`${formId}-title`} label="Title" error={errors.title}>
              <Input value={title} onChange={(event) => setTitle(event.target.value)} />
            </Field>
            <Field id={`${formId}-key`} label="Key" required error={errors.key}>
              <Input mono value={key} onChange={(event) => setKey(event.target.value)} />
            </Field>
          </div>
          <Field label="Leads to" required>
            <RadioGroup
              variant="cards"
              className="sm:grid-cols-2"
              options={cardinalityOptions}
              value={many ? "many" : "one"}
              onValueChange={(next) => {
                setMany(next === "many");
                if (next === "many") setRequired(false);
              }}
            />
          </Field>
          <Field
            label="Required"
            orientation="inline"
            disabled={many}
            description={
              many
                ? "A relation to many entities cannot be required."
                : required && source && source.entityCount > 0
                  ? `${counted(source.entityCount, "entity has", "entities have")} none yet; each needs one at its next change.`
                  : undefined
            }
          >
            <Checkbox checked={required} onCheckedChange={setRequired} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function titleOf(blueprints: readonly BlueprintSummary[], identifier: string | null | undefined): string {
  return blueprints.find((blueprint) => blueprint.identifier === identifier)?.title ?? "";
}
