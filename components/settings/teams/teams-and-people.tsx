"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Users } from "lucide-react";
import { useQueryState } from "nuqs";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { TableFilter } from "@/components/data-table/table-filter";
import { EmptyState } from "@/components/states/states";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { SectionCard } from "@/components/ui/card";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";
import { peopleParams } from "./people-params";

type Outputs = inferRouterOutputs<AppRouter>["identity"];
type Person = Outputs["users"]["list"][number];
type Team = Outputs["teams"]["list"][number];

const columns: DataTableColumn<Person>[] = [
  {
    id: "name",
    header: "Name",
    priority: 1,
    cell: (person) => (
      <span className="flex min-w-0 items-center gap-2">
        <Avatar name={person.name} size="sm" /> {person.name}
      </span>
    ),
  },
  {
    id: "email",
    header: "E-mail",
    cell: (person) => <span className="text-muted-foreground">{person.email}</span>,
  },
  {
    id: "teams",
    header: "Teams",
    cell: (person) =>
      person.teams.length === 0 ? (
        <span className="text-muted-foreground">None</span>
      ) : (
        <span className="inline-flex flex-wrap gap-1">
          {person.teams.map((membership) => (
            <Badge key={membership.team}>
              {membership.team}
              {membership.role === "lead" && " · lead"}
            </Badge>
          ))}
        </span>
      ),
  },
  {
    id: "role",
    header: "Role",
    cell: (person) => (person.role === "admin" ? "Administrator" : "Member"),
    width: "w-32",
  },
  {
    id: "status",
    header: "Status",
    cell: (person) => (
      <StatusBadge
        variant="plain"
        status={person.status}
        tone={person.status === "active" ? "success" : "neutral"}
      />
    ),
    width: "w-28",
  },
];

/** Teams with their leads, and everybody who can sign in. */
export function TeamsAndPeople() {
  const trpc = useTRPC();
  const [filter, setFilter] = useQueryState("q", peopleParams.q);
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = people.data?.filter((person) => {
    const text = [person.name, person.email, ...person.teams.map((membership) => membership.team)]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
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
            <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
              {data.map((team) => (
                <TeamCard key={team.identifier} team={team} />
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
          columns={columns}
          rows={rows}
          rowId={(person) => person.id}
          error={people.error}
          onRetry={() => void people.refetch()}
          filtered={filter !== ""}
          onClearFilters={() => void setFilter(null)}
          toolbar={
            <TableFilter
              label="Filter people"
              value={filter}
              onChange={(value) => void setFilter(value || null)}
            />
          }
        />
      </section>
    </>
  );
}

function TeamCard({ team }: { team: Team }) {
  const ordered = [...team.members].sort(
    (a, b) => Number(b.role === "lead") - Number(a.role === "lead") || a.name.localeCompare(b.name),
  );
  return (
    <SectionCard
      title={
        <span className="flex items-center gap-2">
          <Avatar name={team.title} shape="team" /> {team.title}
        </span>
      }
      actions={<span className="text-muted-foreground font-mono text-xs">{team.identifier}</span>}
      padded={false}
    >
      {team.description && (
        <p className="text-muted-foreground border-b px-4 py-2 text-sm">{team.description}</p>
      )}
      {ordered.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3 text-sm">Nobody is in this team.</p>
      ) : (
        <ul className="divide-y">
          {ordered.map((member) => (
            <li key={member.email} className="flex min-h-9 items-center gap-2 px-4 py-1.5">
              <Avatar name={member.name} size="sm" />
              <span className="min-w-0 flex-1 truncate">{member.name}</span>
              {member.role === "lead" && <Badge tone="info">Lead</Badge>}
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
