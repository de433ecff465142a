"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
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
  const refresh = useRefreshPages();
  const [title, setTitle] = useState(page.title);
  const [icon, setIcon] = useState(page.icon ?? "");
  const [description, setDescription] = useState(page.description ?? "");
  const update = useMutation(trpc.dashboards.update.mutationOptions());
  const failure = formFailure(update.error, { fields: ["title", "icon", "description"] });
  const submit = () =>
    update.mutate(
      { identifier: page.identifier, title, icon: icon || null, description: description || null },
      {
        onSuccess: async (saved) => {
          await refresh();
          toast.success(`${saved.title} was saved`);
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title="Name and icon"
      submit="Save"
      onSubmit={submit}
      onClose={onClose}
      save={update}
      failure={failure}
    >
      <Field label="Name" required error={failure.at("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <IconField value={icon} onChange={setIcon} />
      <Field label="Description" error={failure.at("description")}>
        <Textarea rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
