"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/components/states/domain-error";
import { EFFECT_WORDS } from "@/components/policy/verdict-words";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { toast } from "@/components/ui/toast";
import { scopeWords } from "./policy-types";

/** The policies that the portal brings along and that are not in use yet. Nothing where all are, or for others than administrators. */
export function StarterList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.policies.starters.queryOptions());
  const add = useMutation(
    trpc.policies.addStarter.mutationOptions({
      onSuccess: async ({ state, definition }) => {
        await queryClient.invalidateQueries(trpc.policies.pathFilter());
        toast.success(
          state === "live" ? `“${definition.title}” is live` : `“${definition.title}” was added as a draft`,
        );
      },
      onError: (error) =>
        toast.error("The policy was not added", { description: readFailure(error).message }),
    }),
  );
  if (!query.data?.length) return null;
  return (
    <SectionCard
      title="Starter set"
      description="Off until you turn them on. Added as a draft, a policy can be changed and tried first."
      padded={false}
    >
      <ul className="divide-y">
        {query.data.map(({ identifier, hint, definition }) => (
          <li
            key={identifier}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="min-w-0 flex-1 basis-72">
              <h3 className="flex flex-wrap items-center gap-2 font-medium">
                {definition.title}
                <Badge tone={EFFECT_WORDS[definition.effect].tone}>
                  {EFFECT_WORDS[definition.effect].label}
                </Badge>
              </h3>
              <p className="text-muted-foreground">{definition.description}</p>
              <p className="text-muted-foreground text-xs">
                {scopeWords(definition.scope)}. {hint}
              </p>
            </div>
            <span className="flex flex-wrap gap-2">
              <Button
                size="sm"
                disabled={add.isPending}
                aria-label={`Add as draft: ${definition.title}`}
                onClick={() => add.mutate({ identifier, live: false })}
              >
                Add as draft
              </Button>
              <Button
                size="sm"
                disabled={add.isPending}
                loading={add.isPending && add.variables.identifier === identifier && add.variables.live}
                aria-label={`Turn on: ${definition.title}`}
                onClick={() => add.mutate({ identifier, live: true })}
              >
                Turn on
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
