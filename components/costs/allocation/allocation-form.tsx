"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { AllocationSettings } from "../cost-types";
import { AllocationFields } from "./allocation-fields";
import { type AllocationDraft, draftOf, settingsOf } from "./draft";
import { PreviewPanel } from "./preview-panel";

const FIELDS = [
  "basis",
  "tags",
  "accounts",
  "blueprints",
  "resourceProperties",
  "rules",
  "pools",
  "defaultTeam",
] as const;
/** As long as somebody types, nothing is computed. */
const PAUSE_MS = 500;

interface AllocationFormProps {
  revision: number;
  settings: AllocationSettings;
  onSaved: () => Promise<unknown>;
}

/** How costs find who causes them, with what a change would change beside it. */
export function AllocationForm({ revision, settings, onSaved }: AllocationFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<AllocationDraft>(() => draftOf(settings));
  const [asked, setAsked] = useState(() => settingsOf(draft));
  useEffect(() => {
    const timer = setTimeout(() => setAsked(settingsOf(draft)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const ask = useMutation(trpc.costs.allocation.preview.mutationOptions());
  const preview = useQuery({
    queryKey: ["costs", "allocation-preview", asked],
    queryFn: () => ask.mutateAsync({ settings: asked }),
    placeholderData: (previous) => previous,
    retry: false,
    staleTime: 60_000,
  });
  const save = useMutation(trpc.costs.allocation.set.mutationOptions());
  const failure = formFailure(save.error ?? preview.error, { fields: FIELDS, below: "settings" });
  const submit = () =>
    save.mutate(
      { revision, settings: settingsOf(draft) },
      {
        onSuccess: async () => {
          await onSaved();
          await queryClient.invalidateQueries({ queryKey: ["costs", "allocation-preview"] });
          toast.success("The allocation was saved; all costs are being given anew");
        },
      },
    );
  // What the database gives has its keys in an order of its own.
  const changed = JSON.stringify(settingsOf(draft)) !== JSON.stringify(settingsOf(draftOf(settings)));
  return (
    <form
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AllocationFields
        draft={draft}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        failure={failure}
      />
      <div className="grid gap-4 lg:sticky lg:top-4">
        <PreviewPanel
          preview={preview.data}
          isPending={preview.isFetching}
          fault={preview.error ? readFailure(preview.error).message : null}
        />
        <FormError error={failure.rest && save.error ? save.error : null} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" loading={save.isPending} disabled={!changed}>
            Save allocation
          </Button>
          {changed && <Button onClick={() => setDraft(draftOf(settings))}>Discard changes</Button>}
        </div>
      </div>
    </form>
  );
}
