import { decrypt, encrypt } from "@/server/kernel/secrets";
import type { ChannelSecrets } from "../schema";
import type { ChannelRow } from "../store";

const purpose = (id: string) => `notification-channel:${id}`;

export const sealSecrets = (id: string, secrets: ChannelSecrets): Buffer | null =>
  Object.keys(secrets).length ? encrypt(purpose(id), JSON.stringify(secrets)) : null;

/** The secrets of a channel, for sending alone. */
export const openSecrets = (channel: Pick<ChannelRow, "id" | "sealed">): ChannelSecrets =>
  channel.sealed
    ? (JSON.parse(decrypt(purpose(channel.id), channel.sealed).toString("utf8")) as ChannelSecrets)
    : {};
