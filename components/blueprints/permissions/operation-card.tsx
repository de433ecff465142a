"use client";

import dynamic from "next/dynamic";
import { EMPTY_QUERY, readQuery } from "@/components/query/query-types";
import { SectionCard } from "@/components/ui/card";
import { Fieldset } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { filled } from "@/server/catalog/core/permissions";
import type { Operation } from "@/server/catalog/core/permissions";
import type { Grant } from "@/server/catalog/schema";
import { useEditor } from "../editor/editor-context";
import { GrantEditor, grantWords } from "./grant-editor";

const QueryEditor = dynamic(
  () => import("@/components/query/query-editor").then((module) => module.QueryEditor),
  { ssr: false },
);

type ReadGrant = Grant & { policy?: Record<string, unknown> };

interface OperationCardProps {
  blueprint: string;
  operation: Operation;
  title: string;
  description: string;
  /** Undefined: the default holds. */
  grant: ReadGrant | undefined;
  error: string | undefined;
  onChange: (grant: ReadGrant | undefined) => void;
}

/** Who may do one thing: the default, or whom one chooses; for reading also by conditions on the entity. */
export function OperationCard({
  blueprint,
  operation,
  title,
  description,
  grant,
  error,
  onChange,
}: OperationCardProps) {
  const { blueprints } = useEditor();
  const usual = filled(blueprint, null).entities[operation];
  const { policy, ...named } = grant ?? {};
  return (
    <SectionCard title={title} description={description}>
      <div className="grid gap-4">
        {error && (
          <p role="alert" className="text-danger text-xs">
            {error}
          </p>
        )}
        <RadioGroup
          label={`Who may: ${title.toLowerCase()}`}
          options={[
            { value: "usual", label: "As usual", description: grantWords(usual, blueprint) },
            { value: "chosen", label: "Whom I choose" },
          ]}
          value={grant === undefined ? "usual" : "chosen"}
          onValueChange={(next) => onChange(next === "usual" ? undefined : { ...usual })}
        />
        {grant !== undefined && (
          <>
            <GrantEditor
              blueprint={blueprint}
              label={title}
              grant={named}
              onChange={(next) => onChange({ ...next, ...(policy && { policy }) })}
            />
            {operation === "read" && (
              <Fieldset
                legend="And others where the entity matches"
                description="Conditions may compare with the reader: their e-mail address, their teams, their own properties."
              >
                <QueryEditor
                  label="Policy"
                  blueprints={blueprints}
                  blueprint={blueprint}
                  value={readQuery(policy) ?? EMPTY_QUERY}
                  onChange={(next) =>
                    onChange({ ...named, ...(next.rules.length > 0 && { policy: { ...next } }) })
                  }
                />
              </Fieldset>
            )}
          </>
        )}
      </div>
    </SectionCard>
  );
}
