"use client";

import { ListPage } from "@/components/shell/page";
import type { PageProps } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { ForbiddenState } from "@/components/states/states";
import { Card } from "@/components/ui/card";

/** A page of settings that only administrators change. Others learn who can; the server decides in any case. */
export function AdminPage({ action, secondaryActions, children, ...page }: PageProps) {
  const { viewer } = useShell();
  if (viewer.isAdmin)
    return (
      <ListPage {...page} action={action} secondaryActions={secondaryActions}>
        {children}
      </ListPage>
    );
  return (
    <ListPage {...page}>
      <Card>
        <ForbiddenState
          title="These settings are for administrators"
          grantedBy="An administrator of the portal can give you the role."
        />
      </Card>
    </ListPage>
  );
}
