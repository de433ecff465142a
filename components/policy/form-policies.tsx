"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { PolicyVerdicts } from "./policy-verdicts";

interface FormPoliciesProps {
  action: string;
  entity: string | undefined;
  /** What would be sent, without secrets, once it has stopped changing. */
  properties: Record<string, unknown>;
}

/** What policies say to a request before it is made. Nothing where no policy has to do with it. */
export function FormPolicies({ action, entity, properties }: FormPoliciesProps) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.actions.policies.queryOptions(
      { identifier: action, properties, ...(entity && { entity }) },
      { placeholderData: keepPreviousData, staleTime: 5_000 },
    ),
  );
  if (!query.data) return null;
  const { verdicts, later } = query.data;
  if (verdicts.length === 0 && later.length === 0) return null;
  return (
    <SectionCard title="Policies">
      <div className="grid gap-3" aria-live="polite">
        {verdicts.length > 0 && <PolicyVerdicts verdicts={verdicts} />}
        {later.length > 0 && (
          <div>
            <h3 className="text-muted-foreground text-xs">Checked after the request, with its plan</h3>
            <ul className="mt-1 grid gap-0.5">
              {later.map(({ policy, title }) => (
                <li key={policy} className="break-words">
                  {title}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </SectionCard>
  );
}
