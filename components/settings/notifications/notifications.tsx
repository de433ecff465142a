"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Bell } from "lucide-react";
import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { readFailure } from "@/components/states/domain-error";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { SettingsList } from "@/components/settings/frame/settings-list";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";
import type { ChannelKind } from "@/server/notifications/schema";
import { KIND_NAMES } from "./channel-draft";
import { RecentNotices } from "./recent-notices";

export type Channel = inferRouterOutputs<AppRouter>["notifications"]["channels"][number];

const ChannelSheet = dynamic(() => import("./channel-sheet").then((module) => module.ChannelSheet), {
  ssr: false,
});

const KINDS: ChannelKind[] = ["email", "slack", "webhook"];

/** The ways by which people are told, each with a test; and what was sent of late. */
export function Notifications() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.notifications.channels.queryOptions(undefined, { retry: false }));
  const refresh = () => queryClient.invalidateQueries(trpc.notifications.pathFilter());
  const remove = useMutation(trpc.notifications.remove.mutationOptions({ onSuccess: refresh }));
  const { open, setOpen, close, saved } = useOpenItem<Channel | ChannelKind>(refresh);
  // One mail server and one Slack workspace; webhooks as many as wanted.
  const missing = KINDS.filter(
    (kind) => kind === "webhook" || !query.data?.some((channel) => channel.kind === kind),
  );
  const add = (
    <span className="flex flex-wrap justify-center gap-2">
      {missing.map((kind) => (
        <Button key={kind} onClick={() => setOpen(kind)}>
          Add {KIND_NAMES[kind]}
        </Button>
      ))}
    </span>
  );
  const columns: DataTableColumn<Channel>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (channel) => <OpenButton onClick={() => setOpen(channel)}>{channel.title}</OpenButton>,
    },
    { id: "where", header: "Where", cell: (channel) => <Where channel={channel} /> },
    {
      id: "state",
      header: "State",
      cell: (channel) =>
        channel.stoppedReason ? (
          <StatusBadge tone="danger" icon="alert" variant="plain">
            Stopped: {channel.stoppedReason}
          </StatusBadge>
        ) : (
          <StatusBadge
            tone={channel.enabled ? "success" : "neutral"}
            icon={channel.enabled ? "check" : "stop"}
            variant="plain"
          >
            {channel.enabled ? "On" : "Off"}
          </StatusBadge>
        ),
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (channel) => (
        <span className="inline-flex flex-wrap gap-2">
          <TestButton channel={channel} />
          <RemoveButton
            verb="Remove"
            name={channel.title}
            description="What waits to be sent by it is not sent, and its secrets are forgotten."
            onConfirm={() => remove.mutateAsync({ id: channel.id })}
          />
        </span>
      ),
    },
  ];
  return (
    <SettingsList
      title="Notifications"
      description="By which ways people are told that something needs them. Nothing is decided by opening a message."
      label="channels"
      icon={Bell}
      query={query}
      columns={columns}
      rowId={(channel) => channel.id}
      create={add}
      severalWays
      empty={{
        title: "Nobody is told yet",
        children:
          "Requests wait in the inbox of those who may approve. Add a mail server, Slack or a webhook, so that they hear of it.",
      }}
    >
      <RecentNotices />
      {open && (
        <ChannelSheet
          channel={typeof open === "string" ? null : open}
          kind={typeof open === "string" ? open : open.kind}
          onClose={close}
          onSaved={saved}
        />
      )}
    </SettingsList>
  );
}

function Where({ channel: { settings } }: { channel: Channel }) {
  const text =
    settings.kind === "email"
      ? `${settings.host}:${settings.port}`
      : settings.kind === "slack"
        ? settings.channel || "Direct messages"
        : settings.url;
  return <span className="font-mono text-xs break-all">{text}</span>;
}

function TestButton({ channel }: { channel: Channel }) {
  const trpc = useTRPC();
  const test = useMutation(
    trpc.notifications.test.mutationOptions({
      onSuccess: ({ to }) => toast.success("The test was delivered", { description: to }),
      onError: (error) =>
        toast.error("The test was not delivered", { description: readFailure(error).message }),
    }),
  );
  return (
    <Button size="sm" loading={test.isPending} onClick={() => test.mutate({ id: channel.id })}>
      Send test
    </Button>
  );
}
