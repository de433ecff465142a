import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";
import type { TableFigure } from "@/server/metrics/core/figure";

type Lines = inferRouterOutputs<AppRouter>["costs"]["lines"];

/** Nobody reads more of them than this; the dearest come first. */
export const MOST_LINES = 200;

/** What said whose a line is, in words: "tag team" is "Tag: team". */
const givenBy = (text: string | null): string | null =>
  text === null
    ? null
    : text.replace(
        /^(\w)(\w*)(?: (.*))?$/,
        (_, first: string, rest: string, what?: string) =>
          `${first.toUpperCase()}${rest}${what ? `: ${what}` : ""}`,
      );

/** The very lines of a bill as a table, each with what said whose it is. */
export const linesFigure = (
  lines: Lines,
  { title, currency }: { title: string; currency: string },
): TableFigure => ({
  shape: "table",
  title,
  unit: "money",
  currency,
  direction: "none",
  sources: ["Bills of providers"],
  ...(lines.length ? {} : { note: "There is no line of it in this span." }),
  n: lines.length,
  columns: [
    { id: "day", label: "Day", kind: "text" },
    { id: "service", label: "Provider's service", kind: "text" },
    { id: "resource", label: "Resource", kind: "text" },
    { id: "description", label: "Charge", kind: "text" },
    { id: "allocatedBy", label: "Given by", kind: "text" },
    { id: "amount", label: "Cost", kind: "number", unit: "money" },
  ],
  rows: lines.map((line, n) => ({
    id: String(n),
    cells: {
      day: line.day,
      service: line.service ?? line.provider,
      resource: line.resource,
      description: line.description ?? line.category,
      allocatedBy: givenBy(line.allocatedBy),
      amount: Number(line.amount),
    },
  })),
});
