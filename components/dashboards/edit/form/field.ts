import type { DefinitionPath } from "@/components/definition-editor/path";
import type { Shape } from "@/components/query/fields";

interface Base {
  /** From the root of the widget. */
  path: DefinitionPath;
  label: string;
  description?: string;
  required?: boolean;
}

export interface Choice {
  value: string;
  label: string;
}

/** A control of a widget's form. */
export type WidgetField = Base &
  (
    | { control: "text"; rows?: number; mono?: boolean; placeholder?: string }
    | { control: "number" | "check" }
    /** `resets`: another choice begins the widget anew. */
    | { control: "select"; options: readonly Choice[]; none?: string; resets?: boolean }
    | { control: "blueprint"; none?: string }
    | {
        control: "property";
        blueprint: string | undefined;
        shapes?: readonly Shape[];
        many?: boolean;
        none?: string;
      }
    | { control: "entity"; blueprint: string | undefined }
    | { control: "query"; blueprint: string | undefined }
    | { control: "action"; many?: boolean; none?: string }
    | { control: "person"; none?: string }
    | { control: "team"; none?: string }
    | { control: "metric"; none?: string }
    | { control: "links" }
    | { control: "conditions" }
    | { control: "groups" }
    | { control: "grid" }
    | { control: "sort" }
  );

/** A widget as far as it is filled in. */
export type Given = Record<string, unknown>;

type More = Partial<Extract<WidgetField, { control: "property" }>> & {
  rows?: number;
  mono?: boolean;
  placeholder?: string;
};

export const filled = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Choices from "value: label" pairs. */
export const choices = (pairs: Record<string, string>): Choice[] =>
  Object.entries(pairs).map(([value, label]) => ({ value, label }));

const at = (path: string | DefinitionPath): DefinitionPath => (typeof path === "string" ? [path] : path);

export const text = (
  path: string | DefinitionPath,
  label: string,
  more: Omit<More, "control" | "path" | "label"> = {},
): WidgetField => ({ ...more, control: "text", path: at(path), label }) as WidgetField;

export const select = (
  path: string | DefinitionPath,
  label: string,
  options: readonly Choice[],
  more: { none?: string; required?: boolean; resets?: boolean } = {},
): WidgetField => ({ ...more, control: "select", path: at(path), label, options });

export const property = (
  path: string | DefinitionPath,
  label: string,
  blueprint: string | undefined,
  more: Pick<More, "shapes" | "many" | "none" | "required" | "description"> = {},
): WidgetField => ({ ...more, control: "property", path: at(path), label, blueprint });

export const entity = (path: string, blueprint: string | undefined): WidgetField => ({
  control: "entity",
  path: [path],
  label: "Entity",
  blueprint,
  required: true,
});

export const blueprint: WidgetField = {
  control: "blueprint",
  path: ["blueprint"],
  label: "Blueprint",
  required: true,
};

export const dataset = (of: string | undefined): WidgetField => ({
  control: "query",
  path: ["dataset"],
  label: "Which entities",
  blueprint: of,
});

export const emptyText = text("emptyStateText", "Words where there is nothing");

export const NUMBERS: readonly Shape[] = ["number"];
export const DATES: readonly Shape[] = ["date", "timer"];
export const FUNCTIONS = choices({
  sum: "Sum",
  average: "Average",
  median: "Median",
  min: "Smallest",
  max: "Largest",
});
/** Spans of insights. */
export const SPANS = choices({
  "28d": "Last 28 days",
  "12w": "Last 12 weeks",
  "26w": "Last 26 weeks",
  "12m": "Last 12 months",
});
