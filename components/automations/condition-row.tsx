"use client";

import { comparisonOn, ComparisonRow } from "@/components/actions/builder/dynamic/condition-editor";
import { subjectName } from "@/components/actions/builder/dynamic/subjects";
import type { Subject } from "@/components/actions/builder/dynamic/subjects";
import type { Literal } from "@/components/actions/builder/jq/condition";
import { writePath } from "@/components/actions/builder/jq/paths";
import { JqField } from "@/components/properties/fields/jq-field";
import { ValueEditor } from "@/components/query/value-editor";
import { Combobox } from "@/components/ui/combobox";
import { Select } from "@/components/ui/select";
import { atSide, placeOfPath, sideOf, writeRow } from "./condition-rows";
import type { ConditionRow } from "./condition-rows";

const KINDS = [
  { value: "changes", label: "Changes" },
  { value: "becomes", label: "Changes to" },
  { value: "after", label: "Is afterwards" },
  { value: "before", label: "Was before" },
  { value: "jq", label: "As jq" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const kindOf = (row: ConditionRow): Kind =>
  row.kind === "compares" ? (sideOf(row.comparison.path) ?? "jq") : row.kind;

/** What a new condition begins with. */
export const newRow = (after: readonly Subject[], before: readonly Subject[]): ConditionRow =>
  of("changes", null, after, before);

const isAsked = ({ path }: Subject): boolean => path[2] === "properties" || path[2] === "status";

/** A row of a kind on what another was about, as far as it was about anything. */
function of(
  kind: Kind,
  place: readonly string[] | null,
  after: readonly Subject[],
  before: readonly Subject[],
): ConditionRow {
  const [subjects, side] = kind === "before" ? [before, "before" as const] : [after, "after" as const];
  const found =
    subjects.find((one) => place && one.id === writePath(atSide(side, place))) ??
    subjects.find(isAsked) ??
    subjects[0];
  const at = found && placeOfPath(found.path);
  if (!found || !at || kind === "jq") return { kind: "jq", text: "" };
  if (kind === "changes") return { kind, place: at };
  if (kind === "becomes") return { kind, place: at, value: comparisonOn(found).values[0] ?? "" };
  return { kind: "compares", comparison: comparisonOn(found) };
}

const placeIn = (row: ConditionRow): readonly string[] | null =>
  row.kind === "compares" ? placeOfPath(row.comparison.path) : row.kind === "jq" ? null : row.place;

interface ConditionRowEditorProps {
  id: string;
  label: string;
  row: ConditionRow;
  /** What can be asked of either side of the change. */
  after: readonly Subject[];
  before: readonly Subject[];
  onChange: (row: ConditionRow) => void;
}

/** One expression of a condition: a property and what becomes of it, or jq where that cannot say it. */
export function ConditionRowEditor({ id, label, row, after, before, onChange }: ConditionRowEditorProps) {
  const kind = kindOf(row);
  const change = (next: Kind) =>
    onChange(next === "jq" ? { kind: "jq", text: writeRow(row) } : of(next, placeIn(row), after, before));
  return (
    <div role="group" aria-label={label} className="grid min-w-0 gap-1.5">
      <Select
        size="sm"
        className="w-fit"
        label={`${label}: kind`}
        options={KINDS}
        value={kind}
        onValueChange={change}
      />
      {row.kind === "jq" && (
        <JqField
          id={id}
          label={`${label}: expression`}
          value={row.text}
          placeholder='.diff.after.properties.tier == "gold"'
          onChange={(text) => onChange({ kind: "jq", text })}
        />
      )}
      {row.kind === "compares" && (
        <ComparisonRow
          id={id}
          label={label}
          subjects={kind === "before" ? before : after}
          comparison={row.comparison}
          onChange={(comparison) => onChange({ kind: "compares", comparison })}
        />
      )}
      {(row.kind === "changes" || row.kind === "becomes") && (
        <div className="grid min-w-0 gap-1.5 @md:grid-cols-2">
          <PlaceField id={id} label={label} row={row} after={after} before={before} onChange={onChange} />
          {row.kind === "becomes" && (
            <BecomesValue id={id} label={label} row={row} after={after} onChange={onChange} />
          )}
        </div>
      )}
    </div>
  );
}

type Changing = Extract<ConditionRow, { kind: "changes" | "becomes" }>;

function PlaceField({
  id,
  label,
  row,
  after,
  before,
  onChange,
}: Omit<ConditionRowEditorProps, "row"> & { row: Changing }) {
  const named = writePath(atSide("after", row.place));
  const options = after.map((one) => ({ value: one.id, label: one.label }));
  return (
    <Combobox
      id={id}
      label={`${label}: what`}
      options={options}
      value={options.find((one) => one.value === named) ?? { value: named, label: writePath(row.place) }}
      onValueChange={(next) => {
        const found = after.find((one) => one.id === next?.value);
        if (found) onChange(of(row.kind, placeOfPath(found.path), after, before));
      }}
    />
  );
}

function BecomesValue({
  id,
  label,
  row,
  after,
  onChange,
}: Pick<ConditionRowEditorProps, "id" | "label" | "after" | "onChange"> & {
  row: Extract<ConditionRow, { kind: "becomes" }>;
}) {
  const found = after.find((one) => one.id === writePath(atSide("after", row.place)));
  const isValue = (value: unknown): value is Literal =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return (
    <ValueEditor
      key={found?.id}
      id={`${id}/value`}
      label={`${label}: value${found ? ` of ${subjectName(found)}` : ""}`}
      definition={
        found && found.shape !== "list" && found.shape !== "text" ? found.definition : { type: "string" }
      }
      operand="one"
      value={row.value}
      onChange={(value) => onChange({ ...row, value: isValue(value) ? value : "" })}
    />
  );
}
