"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { labelOf } from "@/components/properties/kind";
import { useTRPC } from "@/components/trpc/provider";
import type { PathStep } from "@/server/catalog/core/related-schema";

/** A path in words: each relation, which way it is followed, and where it leads. */
export function PathText({ path }: { path: readonly PathStep[] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const titleOf = (blueprint: string) =>
    data?.find((one) => one.identifier === blueprint)?.title ?? blueprint;
  const relationOf = (step: PathStep, from: string | undefined) => {
    const holder = step.direction === "outgoing" ? from : step.blueprint;
    const relation = data?.find((one) => one.identifier === holder)?.relations?.[step.relation];
    return labelOf(step.relation, relation ?? {});
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1 gap-y-0.5">
      {path.map((step, index) => {
        const Arrow = step.direction === "outgoing" ? ArrowRight : ArrowLeft;
        return (
          <Fragment key={index}>
            <Arrow aria-hidden className="text-muted-foreground size-3" />
            <span className="sr-only">{step.direction === "outgoing" ? "to" : "back from"}</span>
            <span>{titleOf(step.blueprint)}</span>
            <span className="text-muted-foreground font-normal">
              by {relationOf(step, path[index - 1]?.blueprint)}
              {step.maxHops && step.maxHops > 1 ? `, up to ${step.maxHops} hops` : ""}
            </span>
          </Fragment>
        );
      })}
    </span>
  );
}
