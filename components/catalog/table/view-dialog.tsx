"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SavedView, ViewState } from "@/server/catalog/core/view-schema";

interface ViewDialogProps {
  blueprint: string;
  /** Given to rename it; left out for a new one. */
  view: SavedView | undefined;
  state: ViewState;
  onClose: () => void;
  onSaved: (view: SavedView) => Promise<void>;
}

/** Name and audience of a view. */
export function ViewDialog({ blueprint, view, state, onClose, onSaved }: ViewDialogProps) {
  const trpc = useTRPC();
  const [title, setTitle] = useState(view?.title ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation(trpc.catalog.views.save.mutationOptions());
  const failure = formFailure(save.error, { fields: ["title"] });
  return (
    <FormDialog
      size="sm"
      title={view ? "Rename or share the view" : "Save as a new view"}
      description="A view keeps the filter, the order, the columns and the groups."
      submit="Save view"
      onSubmit={() =>
        save.mutate(
          { ...(view && { id: view.id }), blueprint, title, shared, state },
          {
            onSuccess: async (saved) => {
              await onSaved(saved);
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Name" required error={failure.at("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} autoFocus />
      </Field>
      <Field
        label="Share with everybody"
        required
        orientation="inline"
        description="Whoever may read these entities finds the view in their list. Only you and administrators can change it."
      >
        <Checkbox required={false} checked={shared} onCheckedChange={setShared} />
      </Field>
    </FormDialog>
  );
}
