import type { ChannelKind, ChannelSecrets, ChannelSettings } from "@/server/notifications/schema";

export const KIND_NAMES: Record<ChannelKind, string> = {
  email: "mail server",
  slack: "Slack",
  webhook: "webhook",
};

/** What a new channel begins with. */
export function emptySettings(kind: ChannelKind): ChannelSettings {
  switch (kind) {
    case "email":
      return { kind, host: "", port: 587, encryption: "starttls", user: "", from: "" };
    case "slack":
      return { kind, apiBase: "https://slack.com/api", channel: "" };
    case "webhook":
      return { kind, url: "" };
  }
}

/** The secrets of a kind, as they are called on the page. */
export const SECRETS: Record<
  ChannelKind,
  { name: keyof ChannelSecrets; label: string; description: string }[]
> = {
  email: [{ name: "password", label: "Password", description: "Of the user above; none without a user." }],
  slack: [
    {
      name: "botToken",
      label: "Bot token",
      description: "Begins with xoxb-. Scopes: chat:write, users:read, users:read.email.",
    },
    {
      name: "signingSecret",
      label: "Signing secret",
      description: "By which presses of buttons are known to be Slack's.",
    },
  ],
  webhook: [
    {
      name: "webhookSecret",
      label: "Secret",
      description: "By which the receiver knows that it is us; whsec_… or any text. Unsigned without.",
    },
  ],
};
