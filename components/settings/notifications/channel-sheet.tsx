"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import {
  type ChannelInput,
  type ChannelKind,
  type ChannelSecrets,
  type ChannelSettings,
  type Topic,
  TOPIC_NAMES,
  TOPICS,
} from "@/server/notifications/schema";
import { emptySettings, KIND_NAMES, SECRETS } from "./channel-draft";
import type { Channel } from "./notifications";

const TOPIC_OPTIONS = TOPIC_NAMES.map((topic) => ({ value: topic, label: TOPICS[topic] }));

const FIELDS = ["title", "settings", "secrets", "topics"];

interface ChannelSheetProps {
  channel: Channel | null;
  kind: ChannelKind;
  onClose: () => void;
  onSaved: (title: string) => void;
}

/** A channel. A stored secret stays as it is while its field is left empty. */
export function ChannelSheet({ channel, kind, onClose, onSaved }: ChannelSheetProps) {
  const trpc = useTRPC();
  const [title, setTitle] = useState(channel?.title ?? (kind === "webhook" ? "" : `The ${KIND_NAMES[kind]}`));
  const [enabled, setEnabled] = useState(channel?.enabled ?? true);
  const [topics, setTopics] = useState<Topic[]>((channel?.topics as Topic[] | undefined) ?? []);
  const [settings, setSettings] = useState<ChannelSettings>(channel?.settings ?? emptySettings(kind));
  const [secrets, setSecrets] = useState<ChannelSecrets>({});
  // What was sent holds the secrets: it is not kept once the sheet is closed.
  const save = useMutation(
    trpc.notifications.save.mutationOptions({ gcTime: 0, onSuccess: () => onSaved(title) }),
  );
  const failure = formFailure(save.error, { fields: FIELDS, below: "channel" });
  const issueAt = failure.at;
  const submit = () => {
    const typed = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value));
    const input: ChannelInput = { title, enabled, topics, settings, secrets: typed };
    save.mutate({ id: channel?.id ?? null, channel: input });
  };
  return (
    <FormSheet
      title={channel ? `Edit ${channel.title}` : `Add ${KIND_NAMES[kind]}`}
      description="Secrets are encrypted and never shown again."
      submit="Save"
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
      secret
    >
      <Field label="Name" required error={issueAt("title")}>
        <Input value={title} maxLength={100} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <SettingsFields
        settings={settings}
        onChange={setSettings}
        issueAt={(key) => issueAt("settings", key)}
      />
      {SECRETS[kind].map(({ name, label, description }) => (
        <Field
          key={name}
          label={label}
          description={
            channel?.secretNames.includes(name)
              ? `${description} Leave it empty to keep the one that is stored.`
              : description
          }
          error={issueAt("secrets", name)}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={secrets[name] ?? ""}
            onChange={(event) => setSecrets((before) => ({ ...before, [name]: event.target.value }))}
          />
        </Field>
      ))}
      <Field
        label="What it carries"
        description="Everything, unless something is chosen."
        error={issueAt("topics")}
      >
        <MultiCombobox
          label="What it carries"
          options={TOPIC_OPTIONS}
          value={TOPIC_OPTIONS.filter((option) => topics.includes(option.value))}
          placeholder="Everything"
          onValueChange={(next) => setTopics(next.map((one) => one.value as Topic))}
        />
      </Field>
      <Field label="On" orientation="inline">
        <Switch checked={enabled} onCheckedChange={setEnabled} />
      </Field>
    </FormSheet>
  );
}

interface SettingsFieldsProps {
  settings: ChannelSettings;
  onChange: (settings: ChannelSettings) => void;
  issueAt: (key: string) => string | undefined;
}

function SettingsFields({ settings, onChange, issueAt }: SettingsFieldsProps) {
  switch (settings.kind) {
    case "email":
      return (
        <>
          <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
            <Field label="Server" required error={issueAt("host")}>
              <Input
                mono
                placeholder="smtp.example.com"
                value={settings.host}
                onChange={(event) => onChange({ ...settings, host: event.target.value })}
              />
            </Field>
            <Field label="Port" required error={issueAt("port")}>
              <Input
                type="number"
                inputMode="numeric"
                value={String(settings.port)}
                onChange={(event) => onChange({ ...settings, port: Number(event.target.value) })}
              />
            </Field>
          </div>
          <Field label="Encryption" error={issueAt("encryption")}>
            <Select
              value={settings.encryption}
              options={[
                { value: "starttls", label: "STARTTLS" },
                { value: "tls", label: "TLS from the start" },
                { value: "none", label: "None" },
              ]}
              onValueChange={(encryption) => onChange({ ...settings, encryption })}
            />
          </Field>
          <Field label="Sender" required error={issueAt("from")}>
            <Input
              type="email"
              placeholder="waymark@example.com"
              value={settings.from}
              onChange={(event) => onChange({ ...settings, from: event.target.value })}
            />
          </Field>
          <Field label="User" description="Empty: without signing in." error={issueAt("user")}>
            <Input
              autoComplete="off"
              value={settings.user}
              onChange={(event) => onChange({ ...settings, user: event.target.value })}
            />
          </Field>
        </>
      );
    case "slack":
      return (
        <>
          <Field
            label="Channel"
            description="Its name or id. Empty: each person gets a direct message."
            error={issueAt("channel")}
          >
            <Input
              placeholder="#approvals"
              value={settings.channel}
              onChange={(event) => onChange({ ...settings, channel: event.target.value })}
            />
          </Field>
          <Field
            label="Address of the API"
            description="Presses of buttons come to /api/hooks/slack of this portal: enter that as request URL in the app."
            error={issueAt("apiBase")}
          >
            <Input
              mono
              value={settings.apiBase}
              onChange={(event) => onChange({ ...settings, apiBase: event.target.value })}
            />
          </Field>
        </>
      );
    case "webhook":
      return (
        <Field label="Address" required error={issueAt("url")}>
          <Input
            mono
            placeholder="https://hooks.example.com/…"
            value={settings.url}
            onChange={(event) => onChange({ ...settings, url: event.target.value })}
          />
        </Field>
      );
  }
}
