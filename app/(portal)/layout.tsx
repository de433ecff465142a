import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { PendingBadge } from "@/components/approvals/pending-badge";
import { AppShell } from "@/components/shell/app-shell";
import { SIDEBAR_COOKIE } from "@/components/shell/sidebar-cookie";
import { TRPCReactProvider } from "@/components/trpc/provider";
import { contextFromCookies } from "@/server/identity/context";

/** Everything behind sign-in: data access and the shell. What a person may see is decided by each procedure, not here. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { actor } = await contextFromCookies();
  // A session that has ended: back to this page after the sign-in. The proxy notes which page it is.
  const here = (await headers()).get("x-waymark-path") ?? "/";
  if (actor.kind !== "user") redirect(`/sign-in?${new URLSearchParams({ callbackUrl: here })}`);
  const collapsed = (await cookies()).get(SIDEBAR_COOKIE)?.value === "collapsed";
  return (
    <TRPCReactProvider>
      <AppShell
        viewer={{ name: actor.name, email: actor.email, isAdmin: actor.role === "admin" }}
        badges={{ approvals: <PendingBadge /> }}
        initialCollapsed={collapsed}
      >
        {children}
      </AppShell>
    </TRPCReactProvider>
  );
}
