"use client";

import { StandalonePage } from "@/components/shell/standalone-page";
import { RequestId } from "@/components/states/states";
import { Button, ButtonLink } from "@/components/ui/button";

/** A page that failed to render. Next hides the cause and gives a digest, which the server's log has as well. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <StandalonePage>
      <div role="alert" className="max-w-sm text-center">
        <h1 className="text-xl font-semibold tracking-[-0.018em]">This page could not be shown</h1>
        <p className="text-muted-foreground mt-1.5 text-base text-pretty">
          Something failed on our side. Try again; if it keeps failing, give your platform team the id below.
        </p>
        {error.digest && <RequestId id={error.digest} />}
        <div className="mt-5 flex justify-center gap-2">
          <ButtonLink href="/">Go to home</ButtonLink>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </div>
      </div>
    </StandalonePage>
  );
}
