"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { focusFirstInvalid, formFailure } from "@/components/forms/form-failure";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

/** How many runs of a team go on at a time while runs of other teams wait. */
export function RunsPerTeam() {
  const trpc = useTRPC();
  const formId = useId();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.runs.settings.queryOptions());
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation(
    trpc.runs.changeSettings.mutationOptions({
      onError: () => focusFirstInvalid(formId),
      onSuccess: async ({ runsPerTeam }) => {
        await queryClient.invalidateQueries(trpc.runs.settings.queryFilter());
        setTyped(null);
        toast.success(
          runsPerTeam === 1
            ? "One run of a team goes on at a time"
            : `${runsPerTeam} runs of a team go on at a time`,
        );
      },
    }),
  );
  const failure = formFailure(save.error, { fields: ["runsPerTeam"] });
  return (
    <SectionCard
      title="Runs per team"
      description="So many runs of a team go on at a time while another team's runs wait. Nobody waits while there is room; what goes on already is left alone."
    >
      <QueryState query={query} what="the setting" size="inline">
        {({ runsPerTeam }) => {
          const value = typed ?? String(runsPerTeam);
          return (
            <form
              id={formId}
              noValidate
              className="flex flex-wrap items-start gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                // What is no number is refused where everything is: by the server.
                if (!save.isPending)
                  save.mutate({ runsPerTeam: value.trim() === "" ? Number.NaN : Number(value) });
              }}
            >
              <Field
                className="w-full sm:w-48"
                label="Runs at a time"
                required
                error={failure.at("runsPerTeam")}
              >
                <Input inputMode="numeric" value={value} onChange={(event) => setTyped(event.target.value)} />
              </Field>
              <Button
                type="submit"
                className="sm:mt-6"
                disabled={value.trim() === String(runsPerTeam)}
                loading={save.isPending}
              >
                Save
              </Button>
              <FormError className="w-full" error={failure.rest} />
            </form>
          );
        }}
      </QueryState>
    </SectionCard>
  );
}
