"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RemoveButton } from "@/components/settings/frame/item-controls";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { BaselineForm } from "./baseline-form";

/** Units of work by which costs are divided, and the baseline against which they are measured. */
export function UnitsSettings() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.costs.units.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.costs.units.pathFilter());
  const remove = useMutation(trpc.costs.units.remove.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<{ kind: "unit" } | { kind: "counts"; unit: string; title: string } | null>(
    null,
  );
  const close = () => setOpen(null);
  return (
    <div className="grid gap-4">
      <SectionCard
        title="Units of work"
        description="What a cost is divided by. Three are counted by the portal; name others and tell how many there were a month."
        actions={
          <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen({ kind: "unit" })}>
            Name a unit
          </Button>
        }
      >
        <QueryState query={query} what="the units">
          {(units) => (
            <ul className="grid gap-3">
              {units.map((unit) => (
                <li key={unit.identifier} className="flex flex-wrap items-center gap-x-3 gap-y-2">
                  <div className="min-w-48 flex-1">
                    <p className="flex flex-wrap items-center gap-2 font-medium">
                      {unit.title}
                      {unit.builtIn && <Badge>Counted by the portal</Badge>}
                    </p>
                    {unit.description && <p className="text-muted-foreground text-xs">{unit.description}</p>}
                  </div>
                  {!unit.builtIn && (
                    <div className="flex gap-1.5">
                      <Button
                        size="sm"
                        aria-haspopup="dialog"
                        onClick={() => setOpen({ kind: "counts", unit: unit.identifier, title: unit.title })}
                      >
                        Tell counts
                      </Button>
                      <RemoveButton
                        name={unit.title}
                        verb="Remove"
                        noun="unit"
                        description="Its counts go with it, and so does what one of it cost."
                        onConfirm={() => remove.mutateAsync({ identifier: unit.identifier })}
                      />
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </QueryState>
      </SectionCard>
      <BaselineForm />
      {open?.kind === "unit" && <UnitDialog onClose={close} onSaved={refresh} />}
      {open?.kind === "counts" && (
        <CountsDialog unit={open.unit} title={open.title} onClose={close} onSaved={refresh} />
      )}
    </div>
  );
}

function UnitDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => Promise<unknown> }) {
  const trpc = useTRPC();
  const [form, setForm] = useState({ identifier: "", title: "", description: "" });
  const put = useMutation(trpc.costs.units.put.mutationOptions());
  const failure = formFailure(put.error, { fields: ["identifier", "title", "description"] });
  const text = (key: keyof typeof form, placeholder: string) => ({
    value: form[key],
    placeholder,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <FormDialog
      title="Name a unit"
      description="Such as active users, orders or virtual processor hours."
      submit="Save unit"
      save={put}
      failure={failure}
      onClose={onClose}
      onSubmit={() =>
        put.mutate(
          { ...form, description: form.description.trim() || null },
          {
            onSuccess: async () => {
              await onSaved();
              onClose();
              toast.success(`The unit "${form.title}" was saved`);
            },
          },
        )
      }
    >
      <Field label="Title" required error={failure.at("title")}>
        <Input {...text("title", "Active users")} />
      </Field>
      <Field label="Identifier" required error={failure.at("identifier")}>
        <Input mono {...text("identifier", "active-users")} />
      </Field>
      <Field label="Description" error={failure.at("description")}>
        <Input {...text("description", "People who signed in in the month")} />
      </Field>
    </FormDialog>
  );
}

interface CountsDialogProps {
  unit: string;
  title: string;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

function CountsDialog({ unit, title, onClose, onSaved }: CountsDialogProps) {
  const trpc = useTRPC();
  const counts = useQuery(trpc.costs.units.counts.queryOptions({ unit }));
  const [csv, setCsv] = useState("");
  const put = useMutation(trpc.costs.units.putCountsCsv.mutationOptions());
  const failure = formFailure(put.error, { fields: ["csv"] });
  return (
    <FormDialog
      title={`Counts of ${title}`}
      description={
        counts.data?.length
          ? `The newest is ${counts.data[0]!.count} in ${counts.data[0]!.month}. A machine tells them by PUT /v1/costs/units/${unit}/counts.`
          : `A machine tells them by PUT /v1/costs/units/${unit}/counts.`
      }
      submit="Save counts"
      save={put}
      failure={failure}
      onClose={onClose}
      onSubmit={() =>
        put.mutate(
          { unit, csv },
          {
            onSuccess: async ({ counts: many }) => {
              await onSaved();
              onClose();
              toast.success(`${many} counts were saved`);
            },
          },
        )
      }
    >
      <Field
        label="Months and counts, as CSV"
        required
        error={failure.at("csv")}
        description="Columns month and count, and team where there are any. A count takes the place of what the same month and team had."
      >
        <Textarea
          rows={8}
          className="font-mono"
          value={csv}
          placeholder={"month,count\n2026-01,1200"}
          onChange={(event) => setCsv(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
