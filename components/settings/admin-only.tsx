"use client";

import type { ReactNode } from "react";
import { useShell } from "@/components/shell/shell-context";
import { ForbiddenState } from "@/components/states/states";

/** Spares others a page on which every button would be refused; the server decides in any case. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const { viewer } = useShell();
  if (viewer.isAdmin) return children;
  return (
    <ForbiddenState
      size="page"
      title="These settings are for administrators"
      grantedBy="An administrator of the portal can give you the role."
    />
  );
}
