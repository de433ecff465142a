"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

/** The time zone whose days and hours policies see. */
export function TimeZoneCard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.policies.settings.get.queryOptions());
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation(
    trpc.policies.settings.update.mutationOptions({
      onSuccess: async ({ timeZone }) => {
        await queryClient.invalidateQueries(trpc.policies.settings.pathFilter());
        setTyped(null);
        toast.success(`Policies see the time of ${timeZone}`);
      },
    }),
  );
  if (!query.data) return null;
  const value = typed ?? query.data.timeZone;
  return (
    <SectionCard
      title="Time zone"
      description="Freeze windows and working hours of policies are in this zone."
    >
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (value !== query.data.timeZone) save.mutate({ timeZone: value.trim() });
        }}
      >
        <Field
          className="w-full sm:w-72"
          label="Time zone"
          required
          error={save.error ? readFailure(save.error).message : undefined}
        >
          <Input value={value} list="time-zones" onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <datalist id="time-zones">
          {[
            "UTC",
            "Europe/Berlin",
            "Europe/London",
            "America/New_York",
            "America/Los_Angeles",
            "Asia/Tokyo",
          ].map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Button type="submit" disabled={value.trim() === query.data.timeZone} loading={save.isPending}>
          Save time zone
        </Button>
      </form>
    </SectionCard>
  );
}
