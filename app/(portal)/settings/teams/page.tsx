import type { Metadata } from "next";
import { TeamsAndPeople } from "@/components/settings/teams/teams-and-people";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Teams & people" };

/** Who is in the portal, in which teams, and who leads them. */
export default async function TeamsPage() {
  await prefetch(trpc.identity.teams.list.queryOptions(), trpc.identity.users.list.queryOptions());
  return (
    <Hydrate>
      <TeamsAndPeople />
    </Hydrate>
  );
}
