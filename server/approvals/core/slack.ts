import { z } from "zod";
import type { ButtonValue } from "@/server/notifications/core/messages";

/** The dialog in which Slack asks why somebody declines. */
export const DECLINE_DIALOG = "waymark_decline";

const subject = z.object({ runId: z.string().min(1).max(100), subjectHash: z.string().min(1).max(100) });
const user = z.object({ id: z.string().min(1).max(100) });

const pressed = z.object({
  type: z.literal("block_actions"),
  user,
  trigger_id: z.string().max(500),
  channel: z.object({ id: z.string().max(100) }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().max(500).optional() })).min(1),
});
const submitted = z.object({
  type: z.literal("view_submission"),
  user,
  view: z.object({
    callback_id: z.literal(DECLINE_DIALOG),
    private_metadata: z.string().max(3000),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});

export interface Press {
  kind: "approve" | "ask_reason" | "decline";
  runId: string;
  subjectHash: string;
  slackUser: string;
  channel: string | null;
  reason: string | null;
  triggerId: string | null;
}

const json = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Not ours: whatever else Slack sends with a value of its own.
    return undefined;
  }
};

/** What a form that Slack posted asks for; null when it is nothing that decides: a link, or a dialog of another app. */
export function readPress(rawBody: string): Press | null {
  const payload = json(new URLSearchParams(rawBody).get("payload") ?? undefined);
  const press = pressed.safeParse(payload);
  if (press.success) {
    const { actions, user: by, channel, trigger_id: triggerId } = press.data;
    const [action] = actions;
    const about = subject.safeParse(json(action?.value));
    if (!about.success || !["waymark_approve", "waymark_decline"].includes(action?.action_id ?? ""))
      return null;
    return {
      kind: action?.action_id === "waymark_approve" ? "approve" : "ask_reason",
      ...about.data,
      slackUser: by.id,
      channel: channel?.id ?? null,
      reason: null,
      triggerId,
    };
  }
  const dialog = submitted.safeParse(payload);
  if (!dialog.success) return null;
  const { view, user: by } = dialog.data;
  const meta = subject
    .extend({ channel: z.string().max(100).nullable() })
    .safeParse(json(view.private_metadata));
  if (!meta.success) return null;
  const reason = view.state.values.reason?.text?.value?.trim() ?? "";
  const { runId, subjectHash, channel } = meta.data;
  return { kind: "decline", runId, subjectHash, channel, slackUser: by.id, reason, triggerId: null };
}

/** The dialog that asks for the reason. */
export const declineDialog = (about: ButtonValue & { channel: string | null }): object => ({
  type: "modal",
  callback_id: DECLINE_DIALOG,
  private_metadata: JSON.stringify(about),
  title: { type: "plain_text", text: "Decline request" },
  submit: { type: "plain_text", text: "Decline" },
  close: { type: "plain_text", text: "Keep looking" },
  blocks: [
    {
      type: "input",
      block_id: "reason",
      label: { type: "plain_text", text: "Why? The requester sees it." },
      element: { type: "plain_text_input", action_id: "text", multiline: true, max_length: 2000 },
    },
  ],
});
