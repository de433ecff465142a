"use client";

import type { ReactNode } from "react";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { splitPath, stopsAlong } from "../draft/hops";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "./editor-context";
import { HopSelects } from "./hop-selects";
import { Field } from "@/components/ui/field";

interface RelationPathProps {
  path: DefinitionPath;
  label: string;
  /** Only relations to one entity are offered. */
  single?: boolean;
  /** What the path means so far; gets the blueprints along it. */
  describe: (stops: BlueprintDefinition[]) => ReactNode;
}

/** A path over relations, chosen one after the other, stored with dots between. */
export function RelationPath({ path, label, single = false, describe }: RelationPathProps) {
  const { definition, blueprints } = useEditor();
  const { id, value, set, error, touch } = useBound(path);
  const hops = splitPath(value);
  return (
    <Field
      id={id}
      label={label}
      required
      error={error}
      description={describe(stopsAlong(definition, hops, blueprints))}
    >
      <HopSelects
        id={id}
        label={label}
        from={definition}
        blueprints={blueprints}
        hops={hops}
        single={single}
        onChange={(next) => {
          touch();
          set(next.join("."));
        }}
      />
    </Field>
  );
}
