"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { kindInfo } from "@/server/pipelines/core/connection-kinds";
import type { ConnectionKind } from "@/server/pipelines/core/connection-kinds";

interface KindFieldsProps {
  kind: ConnectionKind;
  url: string;
  onUrl: (url: string) => void;
  secrets: Record<string, string>;
  onSecret: (name: string, value: string) => void;
  /** Names whose values are stored and cannot be read. */
  stored: readonly string[];
  issueAt: (...path: string[]) => string | undefined;
}

/** The address and the credentials of a connection whose kind says what it holds. */
export function KindFields({ kind, url, onUrl, secrets, onSecret, stored, issueAt }: KindFieldsProps) {
  const info = kindInfo(kind);
  return (
    <>
      {info.url && (
        <Field
          label={info.url.label}
          required={info.url.standard === null}
          description="Its credentials are sent there and nowhere else."
          error={issueAt("settings", "url")}
        >
          <Input
            mono
            value={url}
            placeholder={info.url.standard ?? "https://git.example.com"}
            onChange={(event) => onUrl(event.target.value)}
          />
        </Field>
      )}
      {info.secrets?.map(({ name, label, required, hint }) => (
        <Field
          key={name}
          label={label}
          required={required}
          description={hint}
          error={issueAt("variables", name)}
        >
          <Input
            mono
            type="password"
            autoComplete="new-password"
            value={secrets[name] ?? ""}
            placeholder={stored.includes(name) ? "Stored; leave empty to keep" : ""}
            onChange={(event) => onSecret(name, event.target.value)}
          />
        </Field>
      ))}
    </>
  );
}
