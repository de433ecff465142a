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
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { PageHandle } from "./page-types";
import { IconField } from "./icon-field";
import { useRefreshPages } from "./use-refresh-pages";

/** Asks for the name, the icon and the description of a page. */
export function DetailsDialog({ page, onClose }: { page: PageHandle; onClose: () => void }) {
  const trpc = useTRPC();
  const formId = useId();
  const refresh = useRefreshPages();
  const [title, setTitle] = useState(page.title);
  const [icon, setIcon] = useState(page.icon ?? "");
  const [description, setDescription] = useState(page.description ?? "");
  const update = useMutation(trpc.dashboards.update.mutationOptions());
  const failure = formFailure(update.error, { fields: ["title", "icon", "description"] });
  const submit = () => {
    if (update.isPending) return;
    update.mutate(
      { identifier: page.identifier, title, icon: icon || null, description: description || null },
      {
        onSuccess: async (saved) => {
          await refresh();
          toast.success(`${saved.title} was saved`);
          onClose();
        },
        onError: () => focusFirstInvalid(formId),
      },
    );
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Name and icon"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={update.isPending}>
              Save
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
          <IconField value={icon} onChange={setIcon} />
          <Field label="Description" error={failure.at("description")}>
            <Textarea rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
          <FormError error={failure.rest} />
        </form>
      </DialogContent>
    </Dialog>
  );
}
