"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { PropertyControl } from "@/components/properties/fields/property-control";
import { toRaw, Unreadable } from "@/components/properties/value";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { kindOf } from "@/server/properties/kind";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { BulkErrors } from "./bulk-errors";
import type { BulkFault } from "./bulk-errors";
import { bulkFields, bulkPatch, isAnswered } from "./bulk-fields";
import type { BulkChange, BulkField } from "./bulk-fields";

interface BulkEditSheetProps {
  blueprint: BlueprintDefinition;
  noun: string;
  identifiers: readonly string[];
  onClose: () => void;
  /** With the identifiers that were not changed. */
  onDone: (failed: readonly string[]) => void;
}

/** Sets the same values for many entities; says of each that could not be changed why. */
export function BulkEditSheet({ blueprint, noun, identifiers, onClose, onDone }: BulkEditSheetProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const update = useMutation(trpc.catalog.entities.bulkUpdate.mutationOptions());
  const [changes, setChanges] = useState<BulkChange[]>([]);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [faults, setFaults] = useState<{ updated: number; errors: BulkFault[] } | null>(null);
  const fields = bulkFields(blueprint);
  const open = fields.filter(({ id }) => !changes.some(({ field }) => field.id === id));
  const count = identifiers.length;
  const add = (field: BulkField) =>
    setChanges([
      ...changes,
      {
        field,
        raw: kindOf(field.definition) === "boolean" ? false : toRaw(undefined, field.definition),
        clear: false,
      },
    ]);
  const set = (id: string, change: Partial<BulkChange>) => {
    setProblems(({ [id]: _gone, ...others }) => others);
    setChanges(changes.map((one) => (one.field.id === id ? { ...one, ...change } : one)));
  };
  const submit = async () => {
    const found = problemsOf(changes);
    setProblems(found);
    const [first] = Object.keys(found);
    if (first !== undefined) return document.getElementById(`${formId}-${first}`)?.focus();
    try {
      const result = await update.mutateAsync({
        blueprint: blueprint.identifier,
        identifiers: [...identifiers],
        patch: bulkPatch(changes),
      });
      await queryClient.invalidateQueries(trpc.catalog.pathFilter());
      onDone(result.errors.map(({ identifier }) => identifier));
      if (result.errors.length > 0)
        return setFaults({ updated: result.updated.length, errors: result.errors });
      toast.success(
        result.updated.length === 1
          ? "One entity changed"
          : `${formatCount(result.updated.length)} entities changed`,
      );
      onClose();
    } catch {
      // The mutation keeps the error; it is shown above the buttons.
    }
  };
  return (
    <Sheet open onOpenChange={(next) => !next && onClose()}>
      <SheetContent
        size="lg"
        title={`Edit ${count === 1 ? `one ${noun}` : `${formatCount(count)} ${noun} entities`}`}
        description="What you set here replaces the value of each. Everything else stays."
        footer={
          <>
            <Button onClick={onClose}>{faults ? "Close" : "Cancel"}</Button>
            <Button
              type="submit"
              form={formId}
              variant="primary"
              loading={update.isPending}
              disabled={changes.length === 0}
            >
              {faults ? "Try again with those" : "Save changes"}
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          {changes.map((change) => {
            const { field } = change;
            return (
              <div key={field.id} className="flex items-start gap-2">
                <div className="grid min-w-0 flex-1 gap-1.5">
                  <Field
                    id={`${formId}-${field.id}`}
                    label={field.label}
                    required
                    error={problems[field.id]}
                    disabled={change.clear}
                  >
                    <PropertyControl
                      definition={field.definition}
                      value={change.raw}
                      onChange={(raw) => set(field.id, { raw })}
                    />
                  </Field>
                  {field.clearable && (
                    <label className="text-muted-foreground flex w-fit items-center gap-2 text-xs">
                      <Checkbox
                        checked={change.clear}
                        onCheckedChange={(clear) => set(field.id, { clear })}
                      />
                      Take the value away
                    </label>
                  )}
                </div>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Leave ${field.label} as it is`}
                  onClick={() => setChanges(changes.filter((one) => one !== change))}
                  className="text-muted-foreground mt-6"
                >
                  <X aria-hidden />
                </Button>
              </div>
            );
          })}
          {open.length > 0 && (
            <div className="flex items-center gap-2">
              <Plus aria-hidden className="text-muted-foreground size-4 shrink-0" />
              <Select
                label="Set another property"
                placeholder={changes.length === 0 ? "Choose what to set…" : "Set something else…"}
                options={open.map(({ id, label }) => ({ value: id, label }))}
                value={null}
                onValueChange={(id) => {
                  const field = open.find((one) => one.id === id);
                  if (field) add(field);
                }}
              />
            </div>
          )}
          {faults && (
            <BulkErrors
              blueprint={blueprint.identifier}
              done={`${formatCount(faults.updated)} were changed.`}
              errors={faults.errors}
            />
          )}
          <FormError error={update.error} />
        </form>
      </SheetContent>
    </Sheet>
  );
}

/** What keeps each change from being sent. */
function problemsOf(changes: readonly BulkChange[]): Record<string, string> {
  return Object.fromEntries(
    changes.flatMap((change): [string, string][] => {
      try {
        return isAnswered(change) ? [] : [[change.field.id, "Fill in a value, or take the value away."]];
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return [[change.field.id, error.message]];
      }
    }),
  );
}
