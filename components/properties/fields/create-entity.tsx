"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { EntityFormSheet } from "@/components/catalog/entity/entity-form-sheet";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { FieldContext } from "@/components/ui/field-context";
import { toast } from "@/components/ui/toast";
import { ReferenceOptionsContext } from "./reference-options";

interface CreateEntityProps {
  blueprint: string;
  /** What was typed and not found. */
  title: string;
  onCreated: (identifier: string) => void;
  onClose: () => void;
}

const NO_LIMITS = {};

/** The form of a new entity over the form that asks for one. */
export function CreateEntity({ blueprint, title, onCreated, onClose }: CreateEntityProps) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.catalog.blueprints.get.queryOptions({ identifier: blueprint }));
  useEffect(() => {
    if (!error) return;
    toast.error("The form of a new entity could not be loaded", { description: readFailure(error).message });
    onClose();
  }, [error, onClose]);
  if (!data) return null;
  // React hands events and contexts on to where this stands in the tree, which is inside of another form and its field.
  return (
    <div className="contents" onSubmit={(event) => event.stopPropagation()}>
      <FieldContext value={null}>
        <ReferenceOptionsContext value={NO_LIMITS}>
          <EntityFormSheet
            blueprint={data}
            title={title}
            onCreated={(entity) => onCreated(entity.identifier)}
            onClose={onClose}
          />
        </ReferenceOptionsContext>
      </FieldContext>
    </div>
  );
}
