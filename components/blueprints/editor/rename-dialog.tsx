"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { FormEvent } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { SECTIONS } from "../draft/sections";
import type { Section } from "../draft/sections";
import { Dependents } from "./dependents";
import { useEditor } from "./editor-context";

/** Gives a stored key another name at once: values, and everything that names it, follow. */
export function RenameDialog({
  section,
  itemKey,
  onRenamed,
}: {
  section: Section;
  itemKey: string;
  onRenamed: (key: string) => void;
}) {
  const trpc = useTRPC();
  const formId = useId();
  const { saved, dirty, revision, reload } = useEditor();
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState(itemKey);
  const [error, setError] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const rename = useMutation(trpc.catalog.blueprints.rename.mutationOptions());
  const { kind, noun } = SECTIONS[section];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setError(undefined);
    setFailure(null);
    try {
      await rename.mutateAsync({
        identifier: saved?.identifier ?? "",
        kind,
        from: itemKey,
        to: to.trim(),
        ...(revision !== null && { revision }),
      });
      await reload();
      setOpen(false);
      onRenamed(to.trim());
      toast.success(`${itemKey} is called ${to.trim()} now`);
    } catch (caught) {
      const { issues } = readFailure(caught);
      if (issues[0]) setError(issues[0].message);
      else setFailure(caught);
      document.getElementById(`${formId}-to`)?.focus();
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setTo(itemKey);
      }}
    >
      <DialogTrigger render={<Button aria-label={`Rename the key ${itemKey}`}>Rename</Button>} />
      <DialogContent
        title={`Rename the key ${itemKey}`}
        description="It takes effect at once, without a loss: values keep their place, and what names the key follows."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={rename.isPending} disabled={dirty}>
              Rename {noun}
            </Button>
          </>
        }
      >
        <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
          <FormError error={failure} />
          {dirty && (
            <p className="text-warning text-sm">
              Save or discard your other changes first: a rename takes effect at once.
            </p>
          )}
          <Field id={`${formId}-to`} label="New key" required error={error}>
            <Input mono value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
          <Dependents section={section} itemKey={itemKey} title="These follow" />
        </form>
      </DialogContent>
    </Dialog>
  );
}
