"use client";

import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Spinner } from "@/components/ui/spinner";
import { ProblemNote } from "./problem-note";
import { requestSignIn } from "./request-sign-in";

interface DemoPeopleProps {
  people: { name: string; email: string; title: string }[];
  callbackUrl: string;
}

/** The people of the demo, each one click from being signed in. The server knows their passwords; this page does not. */
export function DemoPeople({ people, callbackUrl }: DemoPeopleProps) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function signInAs(email: string) {
    if (busy) return;
    setProblem(null);
    setBusy(email);
    const outcome = await requestSignIn("callback/demo", { email }, callbackUrl);
    if (outcome.ok) return window.location.assign(callbackUrl);
    setBusy(null);
    setProblem(outcome.message);
  }

  return (
    <section aria-labelledby="demo-people" className="grid gap-2">
      <div>
        <h2 id="demo-people" className="text-sm font-semibold tracking-tight">
          Look around as
        </h2>
        <p className="text-muted-foreground text-xs">The demo&rsquo;s people. Works on this computer only.</p>
      </div>
      <ProblemNote problem={problem} />
      <ul className="bg-card divide-y overflow-clip rounded-lg border">
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              aria-label={`Sign in as ${person.name}, ${person.title}`}
              aria-busy={busy === person.email}
              onClick={() => void signInAs(person.email)}
              className="group hover:bg-accent flex w-full items-center gap-3 px-3 py-2 text-left transition-colors duration-100 focus-visible:-outline-offset-2"
            >
              <Avatar name={person.name} className="size-7" />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm font-medium">{person.name}</span>
                <span className="text-muted-foreground block truncate text-xs">{person.title}</span>
              </span>
              {busy === person.email ? (
                <Spinner />
              ) : (
                <ArrowRight
                  aria-hidden
                  className="text-muted-foreground size-4 opacity-0 transition-opacity duration-100 group-hover:opacity-100 group-focus-visible:opacity-100"
                />
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
