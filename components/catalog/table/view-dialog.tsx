"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
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
  const formId = useId();
  const [title, setTitle] = useState(view?.title ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation(trpc.catalog.views.save.mutationOptions());
  const issue = save.error
    ? readFailure(save.error).issues.find(({ path }) => path[0] === "title")
    : undefined;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        size="sm"
        title={view ? "Rename or share the view" : "Save as a new view"}
        description="A view keeps the filter, the order, the columns and the groups."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
              Save view
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
            save.mutate(
              { ...(view && { id: view.id }), blueprint, title, shared, state },
              {
                onSuccess: async (saved) => {
                  await onSaved(saved);
                  onClose();
                },
              },
            );
          }}
        >
          <Field label="Name" required error={issue?.message}>
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
          {!issue && <FormError error={save.error} />}
        </form>
      </DialogContent>
    </Dialog>
  );
}
