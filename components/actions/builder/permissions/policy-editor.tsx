"use client";

import { Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { issueAt } from "@/components/definition-editor/issues";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { freeKey, renamedKey, withoutKey } from "@/components/definition-editor/keys";
import { EMPTY_QUERY, readQuery } from "@/components/query/query-types";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { ActionPolicy } from "@/server/actions/core/policy";
import { useActionEditor } from "../editor-context";

const QueryEditor = dynamic(
  () => import("@/components/query/query-editor").then((module) => module.QueryEditor),
  {
    ssr: false,
    loading: () => (
      <LoadingState label="Loading the conditions">
        <SkeletonLines />
      </LoadingState>
    ),
  },
);

interface PolicyEditorProps {
  policy: ActionPolicy;
  onChange: (policy: ActionPolicy) => void;
  issues: readonly DefinitionIssue[];
  /** What a condition has to give, in words. */
  gives: string;
  placeholder: string;
  /** Who it is about: "Run". */
  label: string;
}

/** Searches of the catalog by name, and jq over what they found. */
export function PolicyEditor({ policy, onChange, issues, gives, placeholder, label }: PolicyEditorProps) {
  const { blueprints } = useActionEditor();
  const { queries, conditions } = policy;
  return (
    <div className="grid gap-5">
      <Fieldset
        legend="Searches"
        description="What each finds is in .results under its name. Values may hold {{ jq }}, such as {{ .user.email }}."
      >
        {Object.entries(queries).map(([name, query], index) => {
          const at = ["queries", name];
          const readable = readQuery(query);
          return (
            <Card key={index} className="grid gap-3 p-3">
              <div className="flex items-end gap-2">
                <Field
                  label="Name"
                  required
                  className="min-w-0 flex-1"
                  error={issueAt(issues, at, true)?.message}
                >
                  <Input
                    mono
                    value={name}
                    onChange={({ target: { value } }) =>
                      value !== name &&
                      !Object.hasOwn(queries, value) &&
                      onChange({ ...policy, queries: renamedKey(queries, name, value) })
                    }
                  />
                </Field>
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label={`Remove the search ${name}`}
                  onClick={() => onChange({ ...policy, queries: withoutKey(queries, name) })}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
              {readable ? (
                <QueryEditor
                  blueprints={blueprints}
                  value={readable}
                  label={`${label}: search ${name}`}
                  issues={issues
                    .filter(({ path }) => path[0] === "queries" && path[1] === name)
                    .map((issue) => ({ ...issue, path: issue.path.slice(2) }))}
                  onChange={(next) =>
                    onChange({
                      ...policy,
                      queries: { ...queries, [name]: next as unknown as ActionPolicy["queries"][string] },
                    })
                  }
                />
              ) : (
                <p className="text-muted-foreground text-sm">
                  This search has a form that only the API shows.
                </p>
              )}
            </Card>
          );
        })}
        <div>
          <Button
            size="sm"
            onClick={() =>
              onChange({
                ...policy,
                queries: {
                  ...queries,
                  [freeKey("search", Object.keys(queries))]:
                    EMPTY_QUERY as unknown as ActionPolicy["queries"][string],
                },
              })
            }
          >
            <Plus aria-hidden /> Add search
          </Button>
        </div>
      </Fieldset>
      <Fieldset
        legend="Conditions"
        description={`jq that gives ${gives}. Sees .results, .inputs, .user and .entity.`}
      >
        {conditions.map((condition, index) => (
          <div key={index} className="flex items-end gap-2">
            <Field
              label={`Condition ${index + 1}`}
              required
              className="min-w-0 flex-1"
              error={issueAt(issues, ["conditions", index])?.message}
            >
              <Textarea
                mono
                rows={2}
                value={condition}
                placeholder={placeholder}
                onChange={({ target: { value } }) =>
                  onChange({ ...policy, conditions: conditions.map((one, i) => (i === index ? value : one)) })
                }
              />
            </Field>
            <Button
              size="icon"
              variant="ghost"
              aria-label={`Remove condition ${index + 1}`}
              disabled={conditions.length === 1}
              onClick={() => onChange({ ...policy, conditions: conditions.filter((_, i) => i !== index) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        <div>
          <Button size="sm" onClick={() => onChange({ ...policy, conditions: [...conditions, ""] })}>
            <Plus aria-hidden /> Add condition
          </Button>
        </div>
      </Fieldset>
    </div>
  );
}
