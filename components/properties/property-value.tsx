"use client";

import { CodeBlock } from "@/components/code/code-block";
import { EmptyValue } from "@/components/ui/description-list";
import { Markdown } from "@/components/ui/markdown";
import { kindOf } from "@/server/properties/kind";
import { itemDefinition } from "./kind";
import { PropertyCell } from "./property-cell";
import type { PropertyCellProps } from "./property-cell";

const asText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value, null, 2);

export interface PropertyValueProps extends PropertyCellProps {
  /** Tells several pieces of code on one page apart. */
  label?: string | undefined;
  /** Of the highest heading in a text: one below the title over it. */
  level?: 3 | 4;
}

/** A value with room to spread, for detail pages: text keeps its lines, Markdown is drawn, JSON and YAML are code, lists are whole. */
export function PropertyValue({ definition, value, label, level = 4 }: PropertyValueProps) {
  if (value === null || value === undefined || value === "") return <EmptyValue />;
  switch (kindOf(definition)) {
    case "markdown":
      return <Markdown level={level}>{asText(value)}</Markdown>;
    case "yaml":
    case "proto":
      return <CodeBlock label={label} code={asText(value)} maxHeight="sm" />;
    case "object":
      return <CodeBlock label={label} code={JSON.stringify(value, null, 2)} maxHeight="sm" />;
    case "string":
      return <span className="wrap-anywhere">{asText(value)}</span>;
    case "multi-line":
      return <span className="whitespace-pre-wrap">{asText(value)}</span>;
    case "array": {
      if (!Array.isArray(value) || value.length === 0)
        return Array.isArray(value) ? <EmptyValue /> : <PropertyCell definition={definition} value={value} />;
      const item = itemDefinition(definition);
      return (
        <ul className={kindOf(item) === "enum" ? "flex flex-wrap gap-1" : "grid gap-1"}>
          {value.map((entry, index) => (
            <li key={index} className="min-w-0">
              <PropertyValue definition={item} value={entry} />
            </li>
          ))}
        </ul>
      );
    }
    default:
      // Here is room for a second line, so nothing is cut off.
      return (
        <span className="[&_.truncate]:wrap-anywhere [&_.truncate]:whitespace-normal">
          <PropertyCell definition={definition} value={value} />
        </span>
      );
  }
}

/** Kinds that want the full width of a page. */
export function isWide({ definition, value }: PropertyCellProps): boolean {
  return (
    ["markdown", "yaml", "proto", "object"].includes(kindOf(definition)) &&
    value !== null &&
    value !== undefined &&
    value !== ""
  );
}
