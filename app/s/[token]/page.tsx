import type { Metadata } from "next";
import { Logo } from "@/components/shell/logo";
import { AnswerPage } from "@/components/surveys/answer/answer-page";
import { TRPCReactProvider } from "@/components/trpc/provider";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

// The address is the right to answer: it goes to nobody else by a referrer.
export const metadata: Metadata = { title: "Survey", referrer: "no-referrer" };

/** A survey, answered by a link and without signing in. */
export default async function SurveyLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  await prefetch(trpc.surveys.look.queryOptions({ token }));
  return (
    <TRPCReactProvider>
      <Hydrate>
        <div className="mx-auto w-full max-w-2xl px-4 py-6 sm:py-10">
          <header>
            <Logo />
          </header>
          <main id="main" tabIndex={-1} className="mt-6 focus-visible:outline-none">
            <AnswerPage token={token} />
          </main>
        </div>
      </Hydrate>
    </TRPCReactProvider>
  );
}
