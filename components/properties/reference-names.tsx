"use client";

import { useQuery } from "@tanstack/react-query";
import { Avatar } from "@/components/ui/avatar";
import { useTRPC } from "@/components/trpc/provider";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAMES_STALE_MS = 5 * 60_000;

/** A person by e-mail address or id; who is not in the portal (any more) is shown as stored. */
export function PersonName({ email }: { email: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.users.list.queryOptions(undefined, { staleTime: NAMES_STALE_MS }));
  const person = data?.find((user) => user.email === email || user.id === email);
  // Machines write too, and a client's id says nothing to a reader; its name stands in the history.
  const name = person?.name ?? (UUID.test(email) && data ? "API client" : email.replace(/^system:/, ""));
  return (
    <span
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle"
      title={person?.email ?? email}
    >
      <Avatar name={name} size="sm" />
      <span className="truncate">{name}</span>
    </span>
  );
}

/** A team by identifier, with its title where it is known. */
export function TeamName({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.teams.list.queryOptions(undefined, { staleTime: NAMES_STALE_MS }));
  const title = data?.find((team) => team.identifier === identifier)?.title ?? identifier;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 align-middle" title={identifier}>
      <Avatar name={title} size="sm" shape="team" />
      <span className="truncate">{title}</span>
    </span>
  );
}
