"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useRefreshPages } from "./use-refresh-pages";

/** Asks what a new folder is called. */
export function NewFolderDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshPages();
  const [title, setTitle] = useState("");
  const create = useMutation(trpc.dashboards.create.mutationOptions());
  const failure = formFailure(create.error, { fields: ["title"] });
  const submit = () =>
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
      },
    );
  return (
    <FormDialog
      title="New folder"
      submit="Create folder"
      onSubmit={submit}
      onClose={onClose}
      save={create}
      failure={failure}
    >
      <Field label="Name" required error={failure.at("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
