"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { focusFirstInvalid, formFailure } from "@/components/settings/frame/form-failure";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useRefreshPages } from "./use-refresh-pages";

/** Asks what a new folder is called. */
export function NewFolderDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const formId = useId();
  const refresh = useRefreshPages();
  const [title, setTitle] = useState("");
  const create = useMutation(trpc.dashboards.create.mutationOptions());
  const failure = formFailure(create.error, { fields: ["title"] });
  const submit = () => {
    if (create.isPending) return;
    create.mutate(
      { type: "folder", title },
      {
        onSuccess: async (folder) => {
          await refresh();
          toast.success(`${folder.title} was made`, {
            description: "Move dashboards into it from their menu.",
          });
          onClose();
        },
        onError: () => focusFirstInvalid(formId),
      },
    );
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="New folder"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
              Create folder
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
            submit();
          }}
        >
          <Field label="Name" required error={failure.at("title")}>
            <Input value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <FormError error={failure.rest} />
        </form>
      </DialogContent>
    </Dialog>
  );
}
