"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { entityHref } from "@/components/catalog/catalog-types";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { STANDING } from "./lifetime-words";

/** On the home page: what ends next of what the person and their teams have. Nothing where nothing ends. */
export function EndsSoon() {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.lifetimes.list.queryOptions({ scope: "team", status: "live", limit: 5, offset: 0 }),
  );
  if (!data?.lifetimes.length) return null;
  return (
    <SectionCard
      title="Ends by itself"
      padded={false}
      actions={
        <ButtonLink href="/lifetimes" variant="ghost" size="sm">
          All
        </ButtonLink>
      }
    >
      <ul className="divide-y">
        {data.lifetimes.map((row) => {
          const { label, tone } = STANDING[row.status];
          return (
            <li key={row.id} className="flex items-center justify-between gap-3 px-4 py-2">
              <Link
                href={entityHref(row.blueprint, row.entity)}
                className="min-w-0 truncate font-medium underline-offset-4 hover:underline"
              >
                {row.title ?? row.entity}
              </Link>
              <Badge tone={tone}>
                <span>
                  {label}{" "}
                  {row.expiresAt && (row.status === "active" || row.status === "expiring") && (
                    <RelativeTime value={row.expiresAt} />
                  )}
                </span>
              </Badge>
            </li>
          );
        })}
      </ul>
    </SectionCard>
  );
}
