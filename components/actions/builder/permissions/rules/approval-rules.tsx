"use client";

import { Plus } from "lucide-react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RuleEditor } from "./rule-editor";
import { RulesTrial } from "./rules-trial";

const PATH = ["approvalRules"] as const;
const NEW_RULE = { title: "", stages: [{ count: 1, from: { roles: ["Admin"] } }] };

/** Who has to approve in addition, when conditions hold: rules with stages. Part of the definition. */
export function ApprovalRules() {
  const bound = useBound(PATH);
  const rules = Array.isArray(bound.value) ? (bound.value as unknown[]) : [];
  return (
    <SectionCard
      title="Approval rules"
      description="Asked beside the approval above, when their conditions hold. Part of the definition."
      actions={
        <Button size="sm" onClick={() => bound.set([...rules, NEW_RULE])}>
          <Plus aria-hidden /> Add rule
        </Button>
      }
    >
      {rules.length === 0 ? (
        <p className="text-muted-foreground text-sm">
          No rules. A rule can ask two of a team, and then an administrator, for everything that destroys
          something in production.
        </p>
      ) : (
        <div className="grid gap-6">
          {bound.error && (
            <p role="alert" className="text-danger text-sm">
              {bound.error}
            </p>
          )}
          <ol className="grid gap-6">
            {rules.map((_, i) => (
              <li key={i}>
                <RuleEditor
                  index={i}
                  onRemove={() => {
                    const left = rules.filter((__, at) => at !== i);
                    bound.set(left.length ? left : undefined);
                  }}
                />
              </li>
            ))}
          </ol>
          <RulesTrial rules={rules} />
        </div>
      )}
    </SectionCard>
  );
}
