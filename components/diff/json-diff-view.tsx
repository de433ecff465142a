import { cn } from "@/components/ui/cn";
import { diffJson } from "./json-diff";
import type { DiffRow } from "./json-diff";

const signs: Record<DiffRow["change"], { sign: string; word: string; className: string }> = {
  added: { sign: "+", word: "Added", className: "text-success" },
  removed: { sign: "−", word: "Removed", className: "text-danger" },
  changed: { sign: "~", word: "Changed", className: "text-warning" },
};

/** Characters of JSON that stay on one line. */
const ONE_LINE = 60;

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  const line = JSON.stringify(value);
  return line.length > ONE_LINE ? JSON.stringify(value, null, 2) : line;
}

/** Before and after of what changed. The meaning is in sign and word, not in colour alone. */
export function JsonDiffView({
  before,
  after,
  empty = "Nothing changed.",
}: {
  before: unknown;
  after: unknown;
  empty?: string;
}) {
  const rows = diffJson(before, after);
  if (rows.length === 0) return <p className="text-muted-foreground text-sm">{empty}</p>;
  return (
    <ul className="bg-border/60 grid gap-px overflow-hidden rounded-md border">
      {rows.map((row) => {
        const { sign, word, className } = signs[row.change];
        return (
          <li
            key={row.path}
            className="bg-card grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 px-3 py-1.5 text-xs sm:grid-cols-[1rem_minmax(6rem,14rem)_minmax(0,1fr)]"
          >
            <span className={cn("font-mono font-semibold", className)}>
              <span aria-hidden>{sign}</span>
              <span className="sr-only">{word}</span>
            </span>
            <span className="font-mono [overflow-wrap:anywhere]">{row.path}</span>
            <span className="text-muted-foreground col-start-2 min-w-0 font-mono [overflow-wrap:anywhere] whitespace-pre-wrap sm:col-start-3">
              {row.change !== "added" && (
                <del
                  className={row.change === "changed" ? "decoration-danger/60" : "text-danger no-underline"}
                >
                  {shown(row.before)}
                </del>
              )}
              {row.change === "changed" && <span aria-hidden> → </span>}
              {row.change !== "removed" && (
                <ins
                  className={cn(
                    "no-underline",
                    row.change === "changed" ? "text-foreground" : "text-success",
                  )}
                >
                  {shown(row.after)}
                </ins>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
