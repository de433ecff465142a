"use client";

import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { cn } from "@/components/ui/cn";
import { useQueryEditor } from "./editor-context";
import { addAt, changeAt, issuesOfGroup } from "./query-change";
import { isGroup } from "./query-types";
import type { RuleGroup, RuleNode, RulePath } from "./query-types";
import { ruleFor } from "./rule";
import { RuleRow, ruleId } from "./rule-row";

/** Groups within groups are drawn down to here; each has less room than the one around it. */
const INDENTED_DEPTH = 3;

/** Conditions that must all hold, or of which one must, and groups among them. */
export function RuleGroupEditor({
  group,
  path,
  label,
  aside,
}: {
  group: RuleGroup;
  path: RulePath;
  label: string;
  /** At the end of the first line. */
  aside?: ReactNode;
}) {
  const { id, query, change, fields, issues, focusNext } = useQueryEditor();
  const isRoot = path.length === 0;
  const addId = `${ruleId(id, path)}-add`;
  const faults = issuesOfGroup(issues, path);
  const add = (node: RuleNode, depth: number[]) => {
    change(addAt(query, path, node));
    focusNext(ruleId(id, [...path, group.rules.length, ...depth]));
  };
  const remove = (index: number) => {
    const last = group.rules.length === 1;
    focusNext(
      last && !isRoot
        ? `${ruleId(id, path.slice(0, -1))}-add`
        : last
          ? addId
          : ruleId(id, [...path, Math.max(0, index - 1)]),
    );
    change(changeAt(query, [...path, index], null));
  };
  const [first] = fields;
  return (
    <div
      role="group"
      aria-label={label}
      className={cn(
        "grid min-w-0 gap-2",
        !isRoot && "bg-muted/40 rounded-md border p-2",
        !isRoot && path.length > INDENTED_DEPTH && "border-r-0 p-1",
      )}
    >
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Select
          label={`${label}: which conditions must hold`}
          size="sm"
          className="w-auto"
          options={[
            { value: "and", label: "All of these hold" },
            { value: "or", label: "Any of these holds" },
          ]}
          value={group.combinator}
          onValueChange={(combinator) =>
            change(isRoot ? { ...query, combinator } : changeAt(query, path, { ...group, combinator }))
          }
        />
        {aside && <span className="ml-auto">{aside}</span>}
      </div>
      {faults.length > 0 && (
        <ul role="alert" className="text-danger text-xs">
          {faults.map((fault, index) => (
            <li key={index}>{fault.message}</li>
          ))}
        </ul>
      )}
      {group.rules.length > 0 && (
        <ul className="grid min-w-0 gap-2">
          {group.rules.map((node, index) => {
            const at = [...path, index];
            const place = at.map((step) => step + 1).join(".");
            return (
              // Conditions have no identity of their own: what is typed follows the value, so the position serves as key.
              <li key={index} className="flex min-w-0 items-start gap-1.5">
                <div className="min-w-0 flex-1">
                  {isGroup(node) ? (
                    <RuleGroupEditor group={node} path={at} label={`Group ${place}`} />
                  ) : (
                    <RuleRow
                      rule={node}
                      path={at}
                      label={`Condition ${place}`}
                      onRemove={() => remove(index)}
                    />
                  )}
                </div>
                {isGroup(node) && (
                  <Button
                    variant="ghost"
                    size="icon"
                    aria-label={`Remove group ${place}`}
                    onClick={() => remove(index)}
                    className="text-muted-foreground"
                  >
                    <X aria-hidden />
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" id={addId} disabled={!first} onClick={() => first && add(ruleFor(first), [])}>
          <Plus aria-hidden /> Add condition
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={!first}
          onClick={() =>
            first &&
            add({ combinator: group.combinator === "and" ? "or" : "and", rules: [ruleFor(first)] }, [0])
          }
        >
          <Plus aria-hidden /> Add group
        </Button>
      </div>
    </div>
  );
}
