"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { GrantParts } from "@/components/identity/grant-parts";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { PagePermissions } from "@/server/dashboards/schema";
import type { PageHandle } from "./page-types";
import { useRefreshPages } from "./use-refresh-pages";

const ROLES = [
  { value: "Admin", label: "Administrators" },
  { value: "Member", label: "Everybody" },
];

/** Who may see a page and who may change it, beside administrators and whoever made it. */
export function ShareSheet({ page, onClose }: { page: PageHandle; onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.dashboards.permissions.queryOptions({ identifier: page.identifier }));
  const refresh = useRefreshPages();
  const [draft, setDraft] = useState<PagePermissions | null>(null);
  const save = useMutation(trpc.dashboards.setPermissions.mutationOptions());
  const submit = () => {
    if (!draft) return onClose();
    save.mutate(
      { identifier: page.identifier, permissions: draft },
      {
        onSuccess: async () => {
          await refresh();
          toast.success(`Who may see and change ${page.title} was saved`);
          onClose();
        },
      },
    );
  };
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={`Who may see and change ${page.title}`}
        description="Administrators and whoever made it always may."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={save.isPending} onClick={submit}>
              Save
            </Button>
          </>
        }
      >
        <QueryState query={query} what="permissions" size="inline">
          {(stored) => {
            const shown = draft ?? stored;
            const part = (operation: "read" | "update", title: string, description: string) => (
              <section className="grid gap-3" aria-label={title}>
                <div>
                  <h3 className="text-sm font-semibold">{title}</h3>
                  <p className="text-muted-foreground text-xs">{description}</p>
                </div>
                <GrantParts
                  label={title}
                  roles={ROLES}
                  value={shown[operation]}
                  onChange={(change) =>
                    setDraft({ ...shown, [operation]: { ...shown[operation], ...change } })
                  }
                />
              </section>
            );
            return (
              <div className="grid gap-6">
                {part("read", "May see it", "What a widget shows is still only what the reader may see.")}
                {part("update", "May change it", "Whoever may change a page may see it, too.")}
                <FormError error={save.error} />
              </div>
            );
          }}
        </QueryState>
      </SheetContent>
    </Sheet>
  );
}
