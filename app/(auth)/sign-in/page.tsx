import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Contours } from "@/components/identity/contours";
import { DemoPeople } from "@/components/identity/demo-people";
import { SignInForm } from "@/components/identity/sign-in-form";
import { LogoMark } from "@/components/shell/logo";
import { Card } from "@/components/ui/card";
import { oidcName } from "@/server/identity/auth";
import { contextFromCookies } from "@/server/identity/context";
import { callbackPath } from "@/server/identity/core/callback-url";
import { providerFault } from "@/server/identity/core/outcome";
import { listDemoPeople } from "@/server/identity/service/demo";
import { env } from "@/server/kernel/env";
import { isLocal } from "@/server/kernel/peer";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a person proves who they are. Whoever is signed in already goes on to where they wanted. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const [query, { actor }, requestHeaders] = await Promise.all([
    searchParams,
    contextFromCookies(),
    headers(),
  ]);
  const callbackUrl = callbackPath(query.callbackUrl, new URL(env().WAYMARK_URL).origin);
  if (actor.kind === "user") redirect(callbackUrl);
  const people = await listDemoPeople(isLocal(new Headers(requestHeaders)));
  return (
    <div className="relative isolate flex min-h-dvh flex-col items-center px-4 py-12 sm:justify-center sm:py-16">
      <Contours />
      <main id="main" className="grid w-full max-w-[22.5rem] gap-8">
        <header className="grid justify-items-center gap-3 text-center">
          <LogoMark className="size-10" />
          <div>
            <h1 className="text-xl font-semibold tracking-[-0.018em]">Sign in to Waymark</h1>
            <p className="text-muted-foreground mt-1 text-base">Golden paths for everything you run.</p>
          </div>
        </header>
        <Card className="p-5 shadow-xs">
          <SignInForm callbackUrl={callbackUrl} provider={oidcName()} problem={providerFault(query.error)} />
        </Card>
        {people.length > 0 && <DemoPeople people={people} callbackUrl={callbackUrl} />}
      </main>
    </div>
  );
}
