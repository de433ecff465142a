"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { LintFault } from "@/components/code/lint";
import { useTRPC } from "@/components/trpc/provider";
import type { PolicyDefinition } from "@/server/policy/schema";

/** Milliseconds without a key before the texts are checked. */
const SETTLE_MS = 400;

type Texts = Pick<PolicyDefinition, "expression" | "message">;

/** What is wrong with the two texts of a policy, by line, a moment after they were typed. */
export function usePolicyCheck({ expression, message }: Texts): Record<keyof Texts, LintFault[]> {
  const trpc = useTRPC();
  const [settled, setSettled] = useState<Texts>({ expression, message });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ expression, message }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [expression, message]);
  const query = useQuery(
    trpc.policies.check.queryOptions(settled, {
      placeholderData: keepPreviousData,
      enabled: settled.expression.trim() !== "" || settled.message.trim() !== "",
      staleTime: Infinity,
      retry: false,
    }),
  );
  const of = (part: keyof Texts): LintFault[] =>
    settled[part].trim() === ""
      ? []
      : (query.data ?? [])
          .filter((fault) => fault.part === part)
          .map(({ message: said, from }) => ({
            line: from === null ? undefined : settled[part].slice(0, from).split("\n").length,
            message: said,
          }));
  return { expression: of("expression"), message: of("message") };
}
