"use client";

import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { SectionCard } from "@/components/ui/card";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { LifetimeDetail } from "./lifetime-types";
import { EVENT_WORDS, STANDING } from "./lifetime-words";

const ChangeLifetime = dynamic(() => import("./change-lifetime").then((module) => module.ChangeLifetime), {
  ssr: false,
});

/** While something is done about it, its page follows. */
const POLL_MS = 2_000;
const ENTITY_POLL_MS = 20_000;

function useLifetime(blueprint: string, entity: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.lifetimes.get.queryOptions(
      { blueprint, entity },
      {
        refetchInterval: ({ state: { data } }) =>
          !data ? false : data.status === "destroying" || isOver(data) ? POLL_MS : ENTITY_POLL_MS,
        // What was destroyed has no lifetime that one could read: that is the end, and no fault.
        retry: false,
      },
    ),
  );
}

const isOver = ({ status, expiresAt }: LifetimeDetail): boolean =>
  status !== "ended" && expiresAt !== null && new Date(expiresAt).getTime() <= Date.now();

/** How long an entity has left; nothing for one that does not end. */
export function LifetimeBadge({ blueprint, entity }: { blueprint: string; entity: string }) {
  const { data } = useLifetime(blueprint, entity);
  if (!data || data.status === "ended") return null;
  const { label, tone } = STANDING[data.status];
  const timed = data.expiresAt && (data.status === "active" || data.status === "expiring");
  return (
    <Badge tone={tone}>
      <Hourglass aria-hidden />
      <span>
        {label} {timed && <RelativeTime value={data.expiresAt!} />}
      </span>
    </Badge>
  );
}

/** When an entity ends, what happened to its end, and the way to change it. */
export function LifetimeCard({ blueprint, entity }: { blueprint: string; entity: string }) {
  const [changing, setChanging] = useState(false);
  const { data } = useLifetime(blueprint, entity);
  if (!data || data.status === "ended") return null;
  return (
    <SectionCard
      title="Lifetime"
      actions={
        data.can.extend || data.can.keep ? (
          <Button size="sm" onClick={() => setChanging(true)}>
            Extend
          </Button>
        ) : undefined
      }
    >
      <Standing lifetime={data} />
      <ol className="text-muted-foreground mt-3 grid gap-1.5 text-xs">
        {data.events
          .slice(-6)
          .reverse()
          .map((event, at) => (
            <li key={at}>
              <span className="text-foreground font-medium">{EVENT_WORDS[event.type]}</span>{" "}
              <RelativeTime value={event.at} /> · {event.by}
              {event.reason && <span className="block break-words">“{event.reason}”</span>}
            </li>
          ))}
      </ol>
      {changing && <ChangeLifetime lifetime={data} onClose={() => setChanging(false)} />}
    </SectionCard>
  );
}

function Standing({ lifetime }: { lifetime: LifetimeDetail }) {
  const { status, expiresAt, latestAt, destroyRunId, note } = lifetime;
  return (
    <div className="grid gap-1">
      {status === "kept" && <p>It is kept, and does not end by itself.</p>}
      {status === "failed" && <p className="text-danger">It could not be destroyed at its end.</p>}
      {status === "destroying" && (
        <p>
          {destroyRunId ? (
            <>
              It is being destroyed by{" "}
              <Link
                href={`/runs/${encodeURIComponent(destroyRunId)}`}
                className="text-primary-text font-mono text-xs underline-offset-2 hover:underline"
              >
                {destroyRunId}
              </Link>
              .
            </>
          ) : (
            "It will be tried again to destroy it."
          )}
        </p>
      )}
      {(status === "active" || status === "expiring") && expiresAt && (
        <p>
          Ends by itself <RelativeTime value={expiresAt} className="font-medium" />
        </p>
      )}
      {latestAt && status !== "kept" && status !== "destroying" && (
        <p className="text-muted-foreground text-xs">
          At the latest <RelativeTime value={latestAt} />, unless an administrator extends it.
        </p>
      )}
      {note && <p className="text-muted-foreground text-xs break-words">{note}</p>}
    </div>
  );
}
