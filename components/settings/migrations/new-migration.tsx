"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { mappingOf, mappingRows, rowIssues } from "./migration-draft";
import type { MappingRow } from "./migration-draft";
import { MigrationPreview } from "./migration-preview";

/** A new migration: where from, where to, an expression for each value, and what it would do to real entities. */
export function NewMigration({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: blueprints = [] } = useQuery(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  const [source, setSource] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [rows, setRows] = useState<MappingRow[]>([]);
  const [filter, setFilter] = useState("");
  const [itemsToParse, setItemsToParse] = useState("");
  const [asking, setAsking] = useState(false);
  const preview = useMutation(trpc.catalog.migrations.preview.mutationOptions());
  const create = useMutation(trpc.catalog.migrations.create.mutationOptions());
  const options = blueprints.map(({ identifier, title }) => ({
    value: identifier,
    label: title,
    ...(title !== identifier && { description: identifier }),
  }));
  const optionOf = (identifier: string | null) => options.find(({ value }) => value === identifier) ?? null;
  const choose = (from: string | null, to: string | null) => {
    setSource(from);
    setTarget(to);
    const [one, other] = [from, to].map((id) => blueprints.find(({ identifier }) => identifier === id));
    setRows(one && other ? mappingRows(one, other) : []);
    preview.reset();
  };
  const edit = (change: () => void) => {
    change();
    // What was tried out is no longer what would run.
    preview.reset();
  };
  const failure = preview.error ?? create.error;
  const issues = failure ? readFailure(failure).issues : [];
  const faults = rowIssues(issues);
  const document = () => ({
    sourceBlueprint: source ?? "",
    mapping: mappingOf(target ?? "", rows, { filter, itemsToParse }),
  });
  const ready = source !== null && target !== null;
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title="New migration"
        description="Each value is a jq expression over the source entity, such as .properties.size | tonumber."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant={preview.data ? "secondary" : "primary"}
              disabled={!ready}
              loading={preview.isPending}
              onClick={() => preview.mutate(document())}
            >
              Try it out
            </Button>
            {preview.data && (
              <Button variant="primary" onClick={() => setAsking(true)}>
                Start migration
              </Button>
            )}
          </>
        }
      >
        <div className="grid gap-5">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="From blueprint" required error={faults.sourceBlueprint}>
              <Combobox
                options={options}
                value={optionOf(source)}
                placeholder="Find a blueprint…"
                onValueChange={(next) => choose(next?.value ?? null, target ?? next?.value ?? null)}
              />
            </Field>
            <Field
              label="To blueprint"
              required
              description="The same one writes its entities anew."
              error={faults.blueprint}
            >
              <Combobox
                options={options}
                value={optionOf(target)}
                placeholder="Find a blueprint…"
                onValueChange={(next) => choose(source, next?.value ?? null)}
              />
            </Field>
          </div>
          {rows.length > 0 && (
            <>
              <Fieldset
                legend="What is written"
                description="An empty expression leaves the value out."
                className="gap-3"
              >
                {rows.map((row, index) => (
                  <Field
                    key={row.key}
                    label={row.label}
                    hint={<code>{row.key}</code>}
                    required
                    error={faults[row.key]}
                  >
                    <Input
                      mono
                      required={false}
                      value={row.expression}
                      spellCheck={false}
                      onChange={(event) =>
                        edit(() =>
                          setRows(
                            rows.map((other, at) =>
                              at === index ? { ...other, expression: event.target.value } : other,
                            ),
                          ),
                        )
                      }
                    />
                  </Field>
                ))}
              </Fieldset>
              <Fieldset legend="Which entities" className="gap-3">
                <Field
                  label="Only where this gives true"
                  description='Such as .properties.tier == "prod"'
                  error={faults.filter}
                >
                  <Input
                    mono
                    value={filter}
                    spellCheck={false}
                    onChange={(event) => edit(() => setFilter(event.target.value))}
                  />
                </Field>
                <Field
                  label="One entity for each item of this list"
                  description="Such as .properties.parts; the item is .item in the expressions above."
                  error={faults.itemsToParse}
                >
                  <Input
                    mono
                    value={itemsToParse}
                    spellCheck={false}
                    onChange={(event) => edit(() => setItemsToParse(event.target.value))}
                  />
                </Field>
              </Fieldset>
            </>
          )}
          {failure && <FormError error={failure} />}
          {preview.data && <MigrationPreview preview={preview.data} />}
        </div>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          tone="primary"
          title="Start this migration?"
          description={`Entities of ${target ?? ""} are created and overwritten in the background. It can be cancelled on the way; what is written by then stays.`}
          confirmLabel="Start migration"
          onConfirm={async () => {
            const { id } = await create.mutateAsync(document());
            await queryClient.invalidateQueries(trpc.catalog.migrations.pathFilter());
            onCreated(id);
          }}
        />
      </SheetContent>
    </Sheet>
  );
}
