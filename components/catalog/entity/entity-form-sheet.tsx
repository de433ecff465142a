"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { PropertyFields, PropertyFormStatus } from "@/components/properties/property-fields";
import { FormError, PartialState } from "@/components/states/states";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { entityHref } from "../catalog-types";
import { useEntityDraft } from "./form/use-entity-draft";
import type { DraftMode } from "./form/use-entity-draft";

const JsonEditor = dynamic(
  () => import("@/components/code/json-editor").then((module) => module.JsonEditor),
  {
    ssr: false,
  },
);
const ConflictPanel = dynamic(() => import("./form/conflict-panel").then((module) => module.ConflictPanel), {
  ssr: false,
});

interface EntityFormSheetProps {
  blueprint: BlueprintDefinition;
  /** Given to change it; left out to make a new one. */
  entity?: EntityRecord;
  /** What a new one is called to begin with. */
  title?: string;
  /** Takes a new one, which is else opened. */
  onCreated?: (entity: EntityRecord) => void;
  onClose: () => void;
}

const MODES = [
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
  { value: "yaml", label: "YAML" },
] as const;

/** An entity to write, as a form or as text, in a sheet beside the page it belongs to. */
export function EntityFormSheet({ blueprint, entity, title, onCreated, onClose }: EntityFormSheetProps) {
  const router = useRouter();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const draft = useEntityDraft({
    blueprint,
    entity,
    title,
    onSaved: (saved) => {
      toast.success(`${saved.title ?? saved.identifier} saved`);
      onClose();
      if (!entity && onCreated) return onCreated(saved);
      const href = entityHref(blueprint.identifier, saved.identifier);
      if (!entity) router.push(href);
      // The address follows a new identifier.
      else if (saved.identifier !== entity.identifier) router.replace(href);
    },
  });
  const close = () => {
    if (draft.isDirty && !draft.saving) setAsking(true);
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
            <Button
              type="submit"
              form={draft.form.id}
              variant="primary"
              loading={draft.saving}
              disabled={draft.conflict !== null || !draft.mayWrite}
            >
              {entity ? "Save changes" : `Create ${blueprint.title.toLowerCase()}`}
            </Button>
          </>
        }
      >
        <form
          id={draft.form.id}
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            void draft.submit();
          }}
        >
          {!draft.mayWrite && (
            <PartialState>
              You may not {entity ? "change this entity" : "create entities of this blueprint"}. Its owners
              and the administrators of the portal may.
            </PartialState>
          )}
          {draft.conflict && (
            <ConflictPanel
              key={draft.conflict.theirs.revision}
              blueprint={blueprint}
              conflict={draft.conflict}
              onResolve={(merged) => void draft.resolve(merged)}
            />
          )}
          <Tabs value={draft.mode} onValueChange={(mode) => void draft.show(mode as DraftMode)}>
            <TabsList label="Write it as">
              {MODES.map(({ value, label }) => (
                <TabsTab key={value} value={value}>
                  {label}
                </TabsTab>
              ))}
            </TabsList>
            <TabsPanel value="form">
              <fieldset disabled={!draft.mayWrite} className="grid min-w-0 gap-5">
                <PropertyFields model={draft.form} />
                <PropertyFormStatus model={draft.form} />
              </fieldset>
            </TabsPanel>
            {(["json", "yaml"] as const).map((language) => (
              <TabsPanel key={language} value={language}>
                <div className="grid gap-3">
                  <FormError error={draft.failure} />
                  <JsonEditor
                    id={`${id}-text`}
                    label={`The entity as ${language.toUpperCase()}`}
                    value={draft.text}
                    onChange={draft.setText}
                    issues={draft.issues}
                  />
                  <p className="text-muted-foreground text-xs">
                    {entity ? "A value that you leave out is taken away. " : ""}Computed values are not
                    written here.
                  </p>
                </div>
              </TabsPanel>
            ))}
          </Tabs>
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
