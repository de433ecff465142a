import type { Metadata } from "next";
import { StandalonePage } from "@/components/shell/standalone-page";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <StandalonePage>
      <div className="max-w-sm text-center">
        <p className="text-muted-foreground font-mono text-xs">404</p>
        <h1 className="mt-2 text-xl font-semibold tracking-[-0.018em]">This page does not exist</h1>
        <p className="text-muted-foreground mt-1.5 text-base text-pretty">
          It may have been deleted or renamed, or the link is incomplete.
        </p>
        <div className="mt-5">
          <ButtonLink href="/" variant="primary">
            Go to home
          </ButtonLink>
        </div>
      </div>
    </StandalonePage>
  );
}
