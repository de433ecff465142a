"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { PropertyFields, PropertyFormStatus } from "@/components/properties/property-fields";
import { usePropertyForm } from "@/components/properties/use-property-form";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { entityHref } from "../catalog-types";
import { entityBody, entityFormSet, entityFormValues, entityIssues } from "./entity-form-set";

interface EntityFormSheetProps {
  blueprint: BlueprintDefinition;
  /** Given to change it; left out to make a new one. */
  entity?: EntityRecord;
  onClose: () => void;
}

/** The form of an entity in a sheet, beside the page it belongs to. */
export function EntityFormSheet({ blueprint, entity, onClose }: EntityFormSheetProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const isNew = entity === undefined;
  const create = useMutation(trpc.catalog.entities.create.mutationOptions());
  const update = useMutation(trpc.catalog.entities.update.mutationOptions());
  const set = useMemo(() => entityFormSet(blueprint, isNew), [blueprint, isNew]);
  const values = useMemo(() => (entity ? entityFormValues(entity) : {}), [entity]);
  const [asking, setAsking] = useState(false);
  const model = usePropertyForm({
    set,
    scope: "input",
    values,
    mapIssues: entityIssues,
    onSubmit: async (filled) => {
      const body = entityBody(blueprint, filled, isNew);
      const saved = entity
        ? await update.mutateAsync({
            blueprint: blueprint.identifier,
            identifier: entity.identifier,
            patch: { ...body },
            revision: entity.revision,
          })
        : await create.mutateAsync({ blueprint: blueprint.identifier, entity: { ...body } });
      await queryClient.invalidateQueries(trpc.catalog.pathFilter());
      toast.success(`${saved.title ?? saved.identifier} saved`);
      onClose();
      if (isNew) router.push(entityHref(blueprint.identifier, saved.identifier));
    },
  });
  const close = () => {
    if (model.isDirty && !model.submitting) setAsking(true);
    else onClose();
  };
  return (
    <Sheet open onOpenChange={(open) => !open && close()}>
      <SheetContent
        size="lg"
        title={entity ? `Edit ${entity.title ?? entity.identifier}` : `New ${blueprint.title.toLowerCase()}`}
        description={blueprint.description ?? undefined}
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" form={model.id} variant="primary" loading={model.submitting}>
              {entity ? "Save changes" : `Create ${blueprint.title.toLowerCase()}`}
            </Button>
          </>
        }
      >
        <form
          id={model.id}
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            void model.submit();
          }}
        >
          <PropertyFields model={model} />
          <PropertyFormStatus model={model} />
        </form>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title="Discard your changes?"
          description="What you filled in has not been saved."
          confirmLabel="Discard changes"
          cancelLabel="Keep editing"
          onConfirm={onClose}
        />
      </SheetContent>
    </Sheet>
  );
}
