"use client";

import { UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useShell } from "@/components/shell/shell-context";
import { TeamBudgets } from "@/components/cost/team-budgets";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import type { Team } from "./people";

// Only administrators see it, and it is too much for the first load of everybody.
const MemberCommands = dynamic(() => import("./member-commands").then((module) => module.MemberCommands), {
  ssr: false,
  loading: () => <span className="size-7" />,
});

/** A team with its members, leads first; for administrators with what changes them. */
export function TeamCard({ team, onAddMember }: { team: Team; onAddMember: () => void }) {
  const { viewer } = useShell();
  const ordered = [...team.members].sort(
    (a, b) => Number(b.role === "lead") - Number(a.role === "lead") || a.name.localeCompare(b.name),
  );
  return (
    <SectionCard
      aria-label={team.title}
      title={
        <span className="flex items-center gap-2">
          <Avatar name={team.title} shape="team" /> {team.title}
          <span className="text-muted-foreground font-mono text-xs font-normal">{team.identifier}</span>
        </span>
      }
      actions={
        viewer.isAdmin && (
          <Button size="sm" aria-haspopup="dialog" onClick={onAddMember}>
            <UserPlus aria-hidden /> Add member
          </Button>
        )
      }
      padded={false}
    >
      {team.description && (
        <p className="text-muted-foreground border-b px-4 py-2 text-sm">{team.description}</p>
      )}
      <TeamBudgets team={team.identifier} />
      {ordered.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3 text-sm">Nobody is in this team.</p>
      ) : (
        <ul className="divide-y">
          {ordered.map((member) => (
            <li key={member.id} className="flex min-h-9 items-center gap-2 px-4 py-1.5">
              <Avatar name={member.name} size="sm" />
              <span className="min-w-0 flex-1 truncate">{member.name}</span>
              {!member.active && <Badge>Disabled</Badge>}
              {member.role === "lead" && <Badge tone="info">Lead</Badge>}
              {viewer.isAdmin && <MemberCommands team={team} member={member} />}
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
