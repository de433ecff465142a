import { Check, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { EmptyValue } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { Colour, PropertyDefinition } from "@/server/properties/schema";
import { ColourBadge } from "./colour-badge";
import { itemDefinition } from "./kind";
import { PersonName, TeamName } from "./reference-names";
import { TimerValue } from "./timer-value";

export interface PropertyCellProps {
  definition: PropertyDefinition;
  value: unknown;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const firstLine = (value: unknown): string => asText(value).split("\n", 1)[0] ?? "";
const entityHref = (blueprint: string, identifier: string) =>
  `/catalog/${encodeURIComponent(blueprint)}/${encodeURIComponent(identifier)}`;

/** Only addresses that a browser opens as a page become links: never `javascript:` and the like. */
export const isWebAddress = (value: string): boolean => /^https?:\/\//i.test(value);

export function WebLink({ url, children }: { url: string; children?: ReactNode }) {
  if (!isWebAddress(url)) return <span className="truncate">{children ?? url}</span>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-primary-text truncate underline-offset-2 hover:underline"
    >
      {children ?? url.replace(/^https?:\/\//i, "").replace(/\/$/, "")}
    </a>
  );
}

const oneLine = ({ value }: PropertyCellProps) => <span className="truncate">{firstLine(value)}</span>;
const code = ({ value }: PropertyCellProps) => (
  <code className="truncate font-mono text-xs">{firstLine(value)}</code>
);

const email = ({ value }: PropertyCellProps) => (
  <a
    href={`mailto:${encodeURIComponent(asText(value)).replace("%40", "@")}`}
    className="text-primary-text truncate underline-offset-2 hover:underline"
  >
    {asText(value)}
  </a>
);
const instant = ({ value }: PropertyCellProps) => <RelativeTime value={asText(value)} className="tabular" />;

// Exhaustive: a kind without a cell does not compile.
const cells: Record<Kind, (props: PropertyCellProps) => ReactNode> = {
  string: oneLine,
  "multi-line": oneLine,
  file: oneLine,
  markdown: oneLine,
  yaml: code,
  proto: code,
  blueprints: oneLine,
  url: ({ value }) => <WebLink url={asText(value)} />,
  email,
  "idn-email": email,
  ipv4: code,
  ipv6: code,
  "date-time": instant,
  timer: ({ value }) => <TimerValue value={asText(value)} />,
  user: ({ value }) => <PersonName email={asText(value)} />,
  team: ({ value }) => <TeamName identifier={asText(value)} />,
  entity: ({ value, definition }) =>
    definition.blueprint ? (
      <Link
        href={entityHref(definition.blueprint, asText(value))}
        className="text-primary-text truncate underline-offset-2 hover:underline"
      >
        {asText(value)}
      </Link>
    ) : (
      <span className="truncate">{asText(value)}</span>
    ),
  enum: ({ value, definition }) => (
    <ColourBadge colour={colourOf(definition, asText(value))}>{asText(value)}</ColourBadge>
  ),
  number: ({ value }) => (
    <span className="tabular">
      {typeof value === "number"
        ? // Ports, years and ids are numbers too: a separator would make "42,061" of one.
          value.toLocaleString("en-US", { maximumFractionDigits: 10, useGrouping: false })
        : asText(value)}
    </span>
  ),
  boolean: ({ value }) => {
    const Icon = value === true ? Check : X;
    return (
      <span>
        <Icon
          aria-hidden
          className={cn(
            "-mt-0.5 mr-1 inline size-3.5",
            value === true ? "text-success" : "text-muted-foreground",
          )}
        />
        {value === true ? "Yes" : "No"}
      </span>
    );
  },
  object: code,
  "labeled-url": ({ value }) => {
    const link = (typeof value === "object" && value !== null ? value : {}) as {
      url?: unknown;
      displayText?: unknown;
    };
    return (
      <WebLink url={asText(link.url ?? "")}>
        {typeof link.displayText === "string" && link.displayText ? link.displayText : undefined}
      </WebLink>
    );
  },
  array: ({ value, definition }) => {
    if (!Array.isArray(value)) return <span className="truncate">{asText(value)}</span>;
    if (value.length === 0) return <EmptyValue />;
    const item = itemDefinition(definition);
    return (
      <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1">
        {value.slice(0, ARRAY_SHOWN).map((entry, index) => (
          <span key={index} className="inline-flex min-w-0 items-center">
            <PropertyCell definition={item} value={entry} />
            {index < Math.min(value.length, ARRAY_SHOWN) - 1 && kindOf(item) !== "enum" && (
              <span aria-hidden>,</span>
            )}
          </span>
        ))}
        {value.length > ARRAY_SHOWN && (
          <span className="text-muted-foreground text-xs">+{value.length - ARRAY_SHOWN}</span>
        )}
      </span>
    );
  },
};

/** Items of a list that a cell shows; a detail page shows all. */
const ARRAY_SHOWN = 3;

function colourOf(definition: PropertyDefinition, option: string): Colour | undefined {
  return definition.enumColors && Object.hasOwn(definition.enumColors, option)
    ? definition.enumColors[option]
    : undefined;
}

/** A value in one line, for tables and summaries. A value that does not fit its definition (any more) is shown as text. */
export function PropertyCell({ definition, value }: PropertyCellProps) {
  if (value === null || value === undefined || value === "") return <EmptyValue />;
  return cells[kindOf(definition)]({ definition, value });
}
