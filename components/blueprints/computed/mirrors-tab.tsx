"use client";

import { Link2 } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { stopsAlong } from "../draft/hops";
import { idOfPath } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "../editor/editor-context";
import { HopSelects } from "../editor/hop-selects";
import { KeyedSection } from "../editor/keyed-section";
import { TryIt } from "./try-it";
import { fieldOptions, valueFields } from "./value-fields";

/** Facts of other entities, shown here: found along relations, and right whenever the other changes. */
export function MirrorsTab() {
  const { definition } = useEditor();
  const hasRelations = Object.keys(definition.relations ?? {}).length > 0;
  return (
    <KeyedSection
      section="mirrors"
      create={() => ({ path: "" })}
      line={(key, item) => ({
        title: labelOf(key, item),
        detail: typeof item.path === "string" && item.path ? item.path.replaceAll(".", " → ") : "No path yet",
        icon: <Link2 aria-hidden className="size-4" />,
      })}
      about="A mirror property shows a fact of a related entity: a deployment shows the tier of its service."
      blocked={hasRelations ? null : "It follows a relation, and this blueprint has none yet."}
    >
      {(key, path) => <MirrorForm itemKey={key} path={path} />}
    </KeyedSection>
  );
}

/** The relations and the property of a mirror's path; either may be missing while it is put together. */
export function readMirrorPath(path: unknown): { hops: string[]; key: string } {
  const steps = typeof path === "string" ? path.split(".") : [""];
  const key = steps.pop() ?? "";
  return { hops: steps.filter((step) => step !== ""), key };
}

const writeMirrorPath = (hops: readonly string[], key: string): string =>
  hops.length === 0 && key === "" ? "" : [...hops, key].join(".");

function MirrorForm({ itemKey, path }: { itemKey: string; path: DefinitionPath }) {
  const { definition, blueprints } = useEditor();
  const { id, value, set, error, touch } = useBound([...path, "path"]);
  const { hops, key } = readMirrorPath(value);
  const stops = stopsAlong(definition, hops, blueprints);
  const end = hops.length > 0 && stops.length > hops.length ? stops.at(-1) : undefined;
  const fields = end ? valueFields(blueprints, end.identifier) : [];
  const chosen = fields.find((field) => field.key === key);
  const many = hops.some((hop, index) => stops[index]?.relations?.[hop]?.many);
  return (
    <div className="grid grid-cols-1 items-start gap-4 @3xl:grid-cols-[minmax(0,1fr)_17rem]">
      <Card className="grid grid-cols-1 gap-4 p-4">
        <Field
          id={id}
          label="Follow"
          required
          error={hops.length === 0 ? error : undefined}
          description={
            many ? "A relation to many is on the way: the value is a list." : "One relation after the other."
          }
        >
          <HopSelects
            id={id}
            label="Follow"
            from={definition}
            blueprints={blueprints}
            hops={hops}
            onChange={(next) => set(writeMirrorPath(next, ""))}
          />
        </Field>
        {end && (
          <Field
            id={`${idOfPath([...path, "path"])}/key`}
            label={`Take from ${end.title}`}
            required
            error={error}
          >
            <Select
              options={[
                ...fieldOptions(fields),
                ...(key && !chosen ? [{ value: key, label: `${key} (does not exist)` }] : []),
              ]}
              value={key || null}
              placeholder="Choose a property…"
              onValueChange={(next) => {
                touch();
                set(writeMirrorPath(hops, next));
              }}
            />
          </Field>
        )}
      </Card>
      <TryIt
        kind="mirror"
        itemKey={itemKey}
        ready={chosen !== undefined}
        shape={
          chosen && many ? { type: "array", items: { ...chosen.definition } } : (chosen?.definition ?? null)
        }
      />
    </div>
  );
}
