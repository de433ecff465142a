"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, UserPlus, Users } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { ListPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { useQueryState } from "@/components/url-state/use-query-state";
import type { Team } from "./people";
import { peopleColumns } from "./people-columns";
import { peopleParams } from "./people-params";
import { TeamCard } from "./team-card";

const NewTeamDialog = dynamic(() => import("./new-team-dialog").then((module) => module.NewTeamDialog), {
  ssr: false,
});
const NewPersonDialog = dynamic(
  () => import("./new-person-dialog").then((module) => module.NewPersonDialog),
  { ssr: false },
);
const AddMemberDialog = dynamic(
  () => import("./add-member-dialog").then((module) => module.AddMemberDialog),
  { ssr: false },
);

/** Teams with their leads, and everybody who can sign in. Administrators change them here; others read. */
export function TeamsAndPeople() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [filter, setFilter] = useQueryState("q", peopleParams.q);
  const [open, setOpen] = useState<"team" | "person" | Team | null>(null);
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = people.data?.filter((person) => {
    const text = [person.name, person.email, ...person.teams.map((membership) => membership.team)]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const close = () => setOpen(null);
  const newTeam = (
    <Button aria-haspopup="dialog" onClick={() => setOpen("team")}>
      <Plus aria-hidden /> New team
    </Button>
  );
  return (
    <ListPage
      title="Teams & people"
      description="Teams own what is in the catalog; their leads approve what members ask for."
      breadcrumbs={[{ label: "Settings" }, { label: "Teams & people" }]}
      secondaryActions={viewer.isAdmin && newTeam}
      action={
        viewer.isAdmin && (
          <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen("person")}>
            <UserPlus aria-hidden /> Add person
          </Button>
        )
      }
    >
      <section aria-labelledby="teams" className="grid gap-3">
        <h2 id="teams" className="text-base font-semibold tracking-tight">
          Teams
        </h2>
        <QueryState
          query={teams}
          what="teams"
          isEmpty={(data) => data.length === 0}
          empty={
            <EmptyState icon={Users} title="No teams yet">
              Teams own what is in the catalog; their leads approve what members ask for.
            </EmptyState>
          }
        >
          {(data) => (
            <div className="grid items-start gap-3 md:grid-cols-2 xl:grid-cols-3">
              {data.map((team) => (
                <TeamCard key={team.identifier} team={team} onAddMember={() => setOpen(team)} />
              ))}
            </div>
          )}
        </QueryState>
      </section>
      <section aria-labelledby="people" className="mt-2 grid gap-3">
        <h2 id="people" className="text-base font-semibold tracking-tight">
          People
        </h2>
        <DataTable
          label="people"
          columns={peopleColumns(viewer.isAdmin)}
          rows={rows}
          rowId={(person) => person.id}
          error={people.error}
          onRetry={() => void people.refetch()}
          filtered={filter !== ""}
          onClearFilters={() => setFilter(null)}
          toolbar={
            <TableFilter
              label="Filter people"
              value={filter}
              onChange={(value) => setFilter(value || null)}
            />
          }
        />
      </section>
      {open === "team" && <NewTeamDialog onClose={close} />}
      {open === "person" && <NewPersonDialog onClose={close} />}
      {open !== null && typeof open === "object" && <AddMemberDialog team={open} onClose={close} />}
    </ListPage>
  );
}
