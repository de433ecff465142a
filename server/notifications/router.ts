import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { channelInput, NOTICE_STATES } from "./schema";
import { deleteChannel, listChannels, listNotices, saveChannel, testChannel } from "./service/channels";

const byId = z.strictObject({ id: z.uuid() });

export const notificationsRouter = router({
  channels: procedure("notifications.manage").query(({ ctx }) => listChannels(ctx)),
  save: procedure("notifications.manage")
    .input(z.strictObject({ id: z.uuid().nullable(), channel: channelInput }))
    .mutation(({ ctx, input }) => saveChannel(ctx, input.id, input.channel)),
  remove: procedure("notifications.manage")
    .input(byId)
    .mutation(({ ctx, input }) => deleteChannel(ctx, input.id)),
  test: procedure("notifications.manage")
    .input(byId)
    .mutation(({ ctx, input }) => testChannel(ctx, input.id)),
  notices: procedure("notifications.manage")
    .input(
      z.strictObject({
        states: z.array(z.enum(NOTICE_STATES)).default([]),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input }) => listNotices(ctx, input)),
});
