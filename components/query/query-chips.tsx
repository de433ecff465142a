import { X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { nodeWords, queryWords, ruleWords } from "./describe";
import type { QueryField } from "./fields";
import { isGroup } from "./query-types";
import type { RuleGroup, RuleNode } from "./query-types";

interface QueryChipsProps {
  query: RuleGroup;
  fields: readonly QueryField[];
  /** Leads to the editor. */
  onEdit?: () => void;
  onRemove?: (index: number) => void;
  className?: string;
}

/** A query when its editor is closed: each condition of the first level as a chip, groups in words. */
export function QueryChips({ query, fields, onEdit, onRemove, className }: QueryChipsProps) {
  if (query.rules.length === 0) return null;
  return (
    <ul aria-label="Conditions" className={cn("flex min-w-0 flex-wrap items-center gap-1.5", className)}>
      {query.rules.map((node, index) => {
        const words = isGroup(node) ? queryWords(node, fields) : nodeWords(node, fields);
        return (
          <li key={index} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && query.combinator === "or" && (
              <span className="text-muted-foreground text-xs">or</span>
            )}
            <span className="bg-card inline-flex h-6 min-w-0 items-center rounded-md border text-xs">
              {onEdit ? (
                <button
                  type="button"
                  onClick={onEdit}
                  title={words}
                  className="hover:bg-accent h-full max-w-80 truncate rounded-l-md px-2"
                >
                  <ChipWords node={node} fields={fields} />
                </button>
              ) : (
                <span title={words} className="max-w-80 truncate px-2">
                  <ChipWords node={node} fields={fields} />
                </span>
              )}
              {onRemove && (
                <button
                  type="button"
                  aria-label={`Remove condition: ${words}`}
                  onClick={() => onRemove(index)}
                  className="text-muted-foreground hover:text-foreground hover:bg-accent flex size-6 shrink-0 items-center justify-center rounded-r-md border-l"
                >
                  <X aria-hidden className="size-3" />
                </button>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function ChipWords({ node, fields }: { node: RuleNode; fields: readonly QueryField[] }) {
  if (isGroup(node)) return queryWords(node, fields);
  const { subject, verb, object } = ruleWords(node, fields);
  return (
    <>
      <span className="font-medium">{subject}</span> <span className="text-muted-foreground">{verb}</span>{" "}
      {object}
    </>
  );
}
