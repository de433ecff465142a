import type { NoticeContent } from "../schema";

/** Sent with the buttons: Slack gives it back with the press. */
export interface ButtonValue {
  runId: string;
  subjectHash: string;
}

/** Text that Slack shows as it is: it reads three characters as its own. */
export const slackText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** A notice as a message of Slack, with a button for each answer and a link to its page. `closed` says what came of it: then nothing is to be pressed. */
export function slackMessage(
  content: NoticeContent,
  address: string,
  closed?: string,
): { text: string; blocks: object[] } {
  const body = [`*${slackText(content.subject)}*`, slackText(content.text)].filter(Boolean).join("\n");
  const answers = closed
    ? []
    : content.actions.map((action) => ({
        type: "button",
        action_id: `waymark_${action.kind}`,
        text: { type: "plain_text", text: action.label },
        style: action.kind === "approve" ? "primary" : "danger",
        value: JSON.stringify({
          runId: action.runId,
          subjectHash: action.subjectHash,
        } satisfies ButtonValue),
      }));
  const open = {
    type: "button",
    action_id: "waymark_open",
    text: { type: "plain_text", text: "Open" },
    url: address,
  };
  return {
    text: cut(content.subject, 3000),
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: cut(body, 2900) } },
      ...(closed
        ? [{ type: "context", elements: [{ type: "mrkdwn", text: cut(slackText(closed), 1900) }] }]
        : []),
      { type: "actions", elements: [...answers, open] },
    ],
  };
}

/** A notice as text for a mail: what it says and where to look; nothing in it decides anything by being opened. */
export const mailText = (content: NoticeContent, address: string): string =>
  `${content.text}\n\nOpen it in Waymark: ${address}\n`;

const html = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const mailHtml = (content: NoticeContent, address: string): string =>
  `<div style="font:14px/1.5 system-ui,sans-serif"><p style="white-space:pre-wrap">${html(content.text)}</p>` +
  `<p><a href="${html(address)}">Open it in Waymark</a></p></div>`;

/** What a webhook gets. */
export const webhookBody = (
  notice: { id: string; topic: string; createdAt: Date; content: NoticeContent },
  address: string,
): string =>
  JSON.stringify({
    id: notice.id,
    type: notice.topic,
    timestamp: notice.createdAt.toISOString(),
    subject: notice.content.subject,
    text: notice.content.text,
    link: address,
    data: notice.content.data,
  });
