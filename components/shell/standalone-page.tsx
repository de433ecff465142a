import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "./logo";

/** A page outside the shell: sign-in, not found, a crash. */
export function StandalonePage({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header data-chrome className="flex h-14 items-center px-5">
        <Link href="/" aria-label="Waymark home" className="rounded-sm">
          <Logo />
        </Link>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-1 flex-col items-center justify-center px-4 pb-24 focus-visible:outline-none"
      >
        {children}
      </main>
    </div>
  );
}
