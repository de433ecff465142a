"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, LogIn, LogOut, ShieldCheck, ShieldOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
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
import type { Person } from "./people";
import { useRefreshPeople } from "./use-refresh-people";

/** What an administrator can do with a person: change the role, shut out, let in again. */
export function PersonCommands({ person }: { person: Person }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { viewer } = useShell();
  const refresh = useRefreshPeople();
  const [asking, setAsking] = useState<"role" | "standing" | null>(null);
  const setRole = useMutation(trpc.identity.users.setRole.mutationOptions());
  const disable = useMutation(trpc.identity.users.disable.mutationOptions());
  const enable = useMutation(trpc.identity.users.enable.mutationOptions());
  const menu = useRef<HTMLButtonElement>(null);
  const { id: userId, name } = person;
  const isAdmin = person.role === "admin";
  const isActive = person.status === "active";
  const isSelf = person.email === viewer.email;
  const done = async (said: string) => {
    toast.success(said);
    await refresh();
    // The pages know by the session what they may offer.
    if (isSelf) router.refresh();
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button ref={menu} size="icon-sm" variant="ghost" aria-label={`Change ${name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={() => setAsking("role")}>
            {isAdmin ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />}
            {isAdmin ? "Make member" : "Make administrator"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone={isActive ? "danger" : "default"} onClick={() => setAsking("standing")}>
            {isActive ? <LogOut aria-hidden /> : <LogIn aria-hidden />}
            {isActive ? "Disable" : "Enable"}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        returnFocusTo={menu}
        open={asking === "role"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={isAdmin ? `Make ${name} a member?` : `Make ${name} an administrator?`}
        description={
          isAdmin
            ? `${isSelf ? "This is you: you lose these settings at once." : "They lose these settings at once."} Teams and what they lead stay as they are.`
            : "They may change everything here: people, blueprints, actions and what every team owns."
        }
        confirmLabel={isAdmin ? "Make member" : "Make administrator"}
        tone={isAdmin ? "destructive" : "primary"}
        onConfirm={async () => {
          await setRole.mutateAsync({ userId, role: isAdmin ? "member" : "admin" });
          await done(`${name} is ${isAdmin ? "a member" : "an administrator"} now`);
        }}
      />
      <ConfirmDialog
        returnFocusTo={menu}
        open={asking === "standing"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`${isActive ? "Disable" : "Enable"} ${name}?`}
        description={
          isActive
            ? `${isSelf ? "This is you: only another administrator can let you in again." : "They cannot sign in until they are enabled again."} Every session ends at once; teams and history stay.`
            : "They can sign in again, with the role and the teams that they had."
        }
        confirmLabel={isActive ? "Disable" : "Enable"}
        tone={isActive ? "destructive" : "primary"}
        onConfirm={async () => {
          await (isActive ? disable : enable).mutateAsync({ userId });
          await done(`${name} is ${isActive ? "disabled" : "enabled"}`);
        }}
      />
    </>
  );
}
