"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, Star, StarOff, UserMinus } from "lucide-react";
import { useRef, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import type { Member, Team } from "./people";
import { useRefreshPeople } from "./use-refresh-people";

/** What an administrator can do with a member of a team: make or unmake a lead, take out. */
export function MemberCommands({ team, member }: { team: Team; member: Member }) {
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  const [removing, setRemoving] = useState(false);
  const set = useMutation(trpc.identity.teams.setMember.mutationOptions());
  const menu = useRef<HTMLButtonElement>(null);
  const isLead = member.role === "lead";
  const at = { team: team.identifier, userId: member.id };
  const changeRole = () => {
    if (set.isPending) return;
    set.mutate(
      { ...at, role: isLead ? "member" : "lead" },
      {
        onSuccess: async () => {
          await refresh();
          toast.success(`${member.name} is ${isLead ? "a member" : "a lead"} of ${team.title}`);
        },
        onError: (error) => toast.error(readFailure(error).message),
      },
    );
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button
              ref={menu}
              size="icon-sm"
              variant="ghost"
              aria-label={`Change ${member.name} in ${team.title}`}
            >
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={changeRole}>
            {isLead ? <StarOff aria-hidden /> : <Star aria-hidden />}
            {isLead ? "Make member" : "Make lead"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onClick={() => setRemoving(true)}>
            <UserMinus aria-hidden /> Remove from team
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        returnFocusTo={menu}
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${member.name} from ${team.title}?`}
        description={`They no longer change what ${team.title} owns${isLead ? ", nor approve what its members ask for" : ""}. They can be added again.`}
        confirmLabel="Remove from team"
        onConfirm={async () => {
          await set.mutateAsync({ ...at, role: null });
          await refresh();
          toast.success(`${member.name} is no longer in ${team.title}`);
        }}
      />
    </>
  );
}
