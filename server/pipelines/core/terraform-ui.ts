import type { Diagnostic, LogLine, ParsedLine } from "../backend";

/** A line of Terraform's machine-readable UI (`-json`), as far as it is read. */
interface UiMessage {
  type?: string;
  "@level"?: string;
  "@message"?: string;
  hook?: { resource?: { addr?: string }; action?: string; id_key?: string; id_value?: string };
  diagnostic?: {
    severity?: string;
    summary?: string;
    detail?: string;
    address?: string;
    range?: { filename?: string; start?: { line?: number } };
  };
  outputs?: Record<string, { sensitive?: boolean }>;
}

const NOTHING: ParsedLine = { line: null, diagnostic: null, completed: null };

/** Reads one line of output: a message of the JSON UI, or what a command without it (init) prints. */
export function parseTerraformLine(text: string): ParsedLine {
  const message = asMessage(text) ?? beginningOf(text);
  if (!message) return plainLine(text);
  if (message.type === "diagnostic" && message.diagnostic) return diagnosticLine(message.diagnostic);
  const line: LogLine = { level: levelOf(message["@level"]), text: messageText(message) };
  return { line: line.text === "" ? null : line, diagnostic: null, completed: completedOf(message) };
}

function asMessage(text: string): UiMessage | null {
  if (!text.startsWith('{"')) return null;
  try {
    const value = JSON.parse(text) as UiMessage | null;
    return value && typeof value === "object" && typeof value["@message"] === "string" ? value : null;
  } catch {
    // A program of the template printed a brace; it is shown as it is.
    return null;
  }
}

/** A message that was too long to be read whole: its level, and as much of its text as anybody is shown. */
function beginningOf(text: string): UiMessage | null {
  const [, level, said] =
    /^\{"@level":"([a-z]+)","@message":"((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)/.exec(
      text.slice(0, 100_000),
    ) ?? [];
  if (level === undefined || said === undefined) return null;
  return { "@level": level, "@message": JSON.parse(`"${said}"`) as string };
}

/** Names of outputs only: their values are read at the end, where the sensitive ones are told apart. */
function messageText(message: UiMessage): string {
  if (message.type === "outputs")
    return `Outputs: ${Object.keys(message.outputs ?? {}).join(", ") || "none"}`;
  return message["@message"] ?? "";
}

function levelOf(level: string | undefined): LogLine["level"] {
  return level === "error" || level === "warn" ? level : "info";
}

function completedOf({ type, hook }: UiMessage): ParsedLine["completed"] {
  const address = hook?.resource?.addr;
  if (type !== "apply_complete" || !address) return null;
  return {
    address,
    action: hook.action ?? "unknown",
    ...(hook.id_key ? { idKey: hook.id_key } : {}),
    ...(hook.id_value ? { idValue: hook.id_value } : {}),
  };
}

function diagnosticLine(found: NonNullable<UiMessage["diagnostic"]>): ParsedLine {
  const severity = found.severity === "warning" ? "warning" : "error";
  const diagnostic: Diagnostic = {
    severity,
    summary: found.summary ?? "",
    detail: found.detail ?? "",
    address: found.address ?? null,
  };
  const place = found.range?.filename
    ? ` (${found.range.filename}, line ${found.range.start?.line ?? "?"})`
    : "";
  const detail = diagnostic.detail.replace(/\s+/g, " ").trim();
  const text = `${severity === "error" ? "Error" : "Warning"}: ${diagnostic.summary}${place}${detail ? `: ${detail}` : ""}`;
  return { line: { level: severity === "error" ? "error" : "warn", text }, diagnostic, completed: null };
}

/** Terraform frames its plain diagnostics with box characters. */
function plainLine(text: string): ParsedLine {
  const bare = text.replace(/^[╷│╵]\s?/, "").trimEnd();
  if (bare.trim() === "") return NOTHING;
  const found = /^(Error|Warning): (.+)$/.exec(bare);
  if (!found) return { ...NOTHING, line: { level: "info", text: bare } };
  const severity = found[1] === "Error" ? "error" : "warning";
  return {
    line: { level: severity === "error" ? "error" : "warn", text: bare },
    diagnostic: { severity, summary: found[2] ?? "", detail: "", address: null },
    completed: null,
  };
}
