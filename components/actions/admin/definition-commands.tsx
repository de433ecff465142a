"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { freeKey } from "@/components/definition-editor/keys";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import type { ActionOverview } from "../action-types";
import { actionHref } from "../action-types";
import { editActionHref } from "../builder/action-paths";
import { basisOf } from "../builder/basis";
import { setOffBy } from "./list-filter";

interface DefinitionCommandsProps {
  entry: ActionOverview;
  all: readonly ActionOverview[];
}

/** What can be done with an action as a whole. */
export function DefinitionCommands({ entry, all }: DefinitionCommandsProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const trigger = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState(false);
  const { identifier, title, published } = entry;
  const isAutomation = entry.trigger.type === "automation";
  const refresh = () => queryClient.invalidateQueries(trpc.actions.pathFilter());
  const failed = (error: { message: string }) =>
    toast.error(`${title} could not be changed`, { description: error.message });
  const show = useMutation({
    mutationFn: async (on: boolean) => {
      const { definition, revision } = basisOf(await client.actions.get.query({ identifier }));
      const { publish: _publish, ...rest } = definition;
      await client.actions.update.mutate({
        identifier,
        definition: on ? rest : { ...rest, publish: false },
        ...(revision !== null && { revision }),
      });
      await refresh();
      toast.success(
        isAutomation
          ? `${title} is switched ${on ? "on" : "off"}`
          : on
            ? `${title} is offered to people`
            : `${title} is hidden`,
      );
    },
    onError: failed,
  });
  const duplicate = useMutation({
    mutationFn: async () => {
      const { definition } = basisOf(await client.actions.get.query({ identifier }));
      const taken = all.map((other) => other.identifier);
      const copy = {
        ...definition,
        identifier: freeKey(`${identifier}_copy`, taken),
        title: `${title} (copy)`.slice(0, 100),
        publish: false,
      };
      const made = await client.actions.create.mutate({ definition: copy });
      await refresh();
      toast.success("The copy is hidden until you publish it");
      router.push(editActionHref(made.identifier));
    },
    onError: failed,
  });
  const remove = useMutation(trpc.actions.delete.mutationOptions());
  const needing = setOffBy(all, identifier);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button ref={trigger} size="icon-sm" variant="ghost" aria-label={`Commands for ${title}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuLinkItem render={<Link href={editActionHref(identifier)} />}>
            Edit
          </DropdownMenuLinkItem>
          {entry.trigger.type === "self-service" && published && (
            <DropdownMenuLinkItem render={<Link href={actionHref(identifier)} />}>
              Open the form
            </DropdownMenuLinkItem>
          )}
          <DropdownMenuItem onClick={() => duplicate.mutate()}>Duplicate</DropdownMenuItem>
          <DropdownMenuItem onClick={() => show.mutate(!published)}>
            {isAutomation ? (published ? "Switch off" : "Switch on") : published ? "Hide" : "Publish"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onClick={() => setDeleting(true)}>
            Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={(open) => {
          setDeleting(open);
          if (!open) trigger.current?.focus();
        }}
        title={`Delete ${title}?`}
        description="Its runs and revisions stay readable. Nobody can run it any more, and requests that wait are stopped."
        confirmLabel={isAutomation ? "Delete automation" : "Delete action"}
        typeToConfirm={identifier}
        onConfirm={async () => {
          await remove.mutateAsync({ identifier });
          await refresh();
          toast.success(`${title} was deleted`);
        }}
      >
        {needing.length > 0 && (
          <div className="border-warning-border bg-warning-subtle rounded-md border px-3 py-2 text-sm">
            <p className="font-medium">
              {needing.length === 1
                ? "An automation waits for its runs and would never be set off again:"
                : `${needing.length} automations wait for its runs and would never be set off again:`}
            </p>
            <ul className="mt-1 list-disc pl-4">
              {needing.map((one) => (
                <li key={one.identifier}>{one.title}</li>
              ))}
            </ul>
          </div>
        )}
      </ConfirmDialog>
    </>
  );
}
