import type { Metadata } from "next";
import { Notifications } from "@/components/settings/notifications/notifications";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Notifications" };

/** By which ways people are told that something needs them. */
export default async function NotificationsPage() {
  await prefetch(trpc.notifications.channels.queryOptions());
  return (
    <Hydrate>
      <Notifications />
    </Hydrate>
  );
}
