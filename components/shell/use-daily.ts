"use client";

import { useEffect } from "react";
import { useTRPCClient } from "@/components/trpc/provider";

const KEY = { visit: "waymark:visited", lookup: "waymark:looked-up" };

/** Calls once on each day of a person and browser; a call that failed is made again with the next page. */
function useDaily(what: keyof typeof KEY, person: string, when: boolean): void {
  const client = useTRPCClient();
  useEffect(() => {
    if (!when) return;
    const today = `${new Date().toDateString()} ${person}`;
    if (localStorage.getItem(KEY[what]) === today) return;
    client.insights[what].mutate().then(
      () => localStorage.setItem(KEY[what], today),
      // Nobody looks at it, and the next page tries again.
      () => undefined,
    );
  }, [client, what, person, when]);
}

/** Tells once a day that a signed-in person was there. */
export const useDailyVisit = (person: string): void => useDaily("visit", person, true);
/** Tells once a day that they looked something up, as soon as they do. */
export const useDailyLookup = (person: string, when: boolean): void => useDaily("lookup", person, when);
