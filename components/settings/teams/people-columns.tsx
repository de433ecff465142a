import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Person } from "./people";

// Only administrators see it, and it is too much for the first load of everybody.
const PersonCommands = dynamic(() => import("./person-commands").then((module) => module.PersonCommands), {
  ssr: false,
  loading: () => <span className="inline-block size-7" />,
});

const facts: DataTableColumn<Person>[] = [
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

const commands: DataTableColumn<Person> = {
  id: "commands",
  header: "Commands",
  hideable: false,
  cell: (person) => <PersonCommands person={person} />,
  width: "w-28",
};

/** What the table of people shows; to administrators with what they can do. */
export const peopleColumns = (isAdmin: boolean) => (isAdmin ? [...facts, commands] : facts);
