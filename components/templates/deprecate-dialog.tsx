"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** Says of a version why it should be left, and by when. */
export function DeprecateDialog({
  slug,
  version,
  onClose,
}: {
  slug: string;
  version: string;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const formId = useId();
  const [note, setNote] = useState("");
  const [retireOn, setRetireOn] = useState("");
  const save = useMutation(
    trpc.templates.deprecate.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.templates.pathFilter());
        onClose();
      },
    }),
  );
  const issues = save.error ? readFailure(save.error).issues : [];
  const issueAt = (field: string) => issues.find((issue) => issue.path[0] === field)?.message;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Deprecate version ${version}?`}
        description="What runs on it goes on; its page says that it should be upgraded. It can be taken back."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
              Deprecate it
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
            save.mutate({ slug, version, note, retireOn: retireOn || null });
          }}
        >
          <Field label="Why" required error={issueAt("note")}>
            <Textarea maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
          <Field label="To be left by" error={issueAt("retireOn")}>
            <Input type="date" value={retireOn} onChange={(event) => setRetireOn(event.target.value)} />
          </Field>
          {!issues.length && <FormError error={save.error} />}
        </form>
      </DialogContent>
    </Dialog>
  );
}
