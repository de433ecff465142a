"use client";

import type { Kind } from "@/server/properties/kind";
import { useBound } from "../bound-fields";
import type { DefinitionPath } from "../path";
import { propertyKinds } from "./kinds";
import { ConstraintFields } from "./constraint-fields";
import { KindPicker } from "./kind-picker";
import { MemberSchemaField } from "./member-schema-field";

/** What the items of a list are: any kind but a list of lists, with its own constraints. */
export function ItemsField({
  path,
  kinds = propertyKinds,
}: {
  path: DefinitionPath;
  kinds?: readonly Kind[];
}) {
  const own = [...path, "items"];
  const items = useBound(own).value;
  return (
    <div className="grid gap-4 border-l-2 pl-4 sm:col-span-2">
      <KindPicker path={own} label="Items are" kinds={kinds.filter((kind) => kind !== "array")} />
      {items !== undefined && (
        <>
          <ConstraintFields path={own} />
          <MemberSchemaField path={own} />
        </>
      )}
    </div>
  );
}
