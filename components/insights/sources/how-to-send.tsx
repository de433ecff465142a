"use client";

import { useState, useSyncExternalStore } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { SectionCard } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import type { FeedKind } from "@/server/insights/core/records";
import { KIND_OPTIONS, KINDS } from "./kinds";

const never = () => () => undefined;
const ownAddress = () => window.location.origin;

/** A command that sends an example, ready to be copied. */
export function HowToSend() {
  const [kind, setKind] = useState<FeedKind>("deployments");
  const address = useSyncExternalStore(never, ownAddress, () => "");
  const command = [
    `curl -X POST ${address}/v1/insights/${kind} \\`,
    `  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify({ events: [KINDS[kind].example] }, null, 2)}'`,
  ].join("\n");
  return (
    <SectionCard
      title="Send events"
      description="Up to 1,000 in one call. Sending the same again changes nothing; what comes late finds its place."
      actions={<CopyButton value={command} label="Copy the command" />}
    >
      <div className="grid gap-3">
        <Select
          label="Kind of events to send"
          className="max-w-56"
          options={KIND_OPTIONS}
          value={kind}
          onValueChange={setKind}
        />
        <pre
          className="bg-muted overflow-x-auto rounded-md p-3 text-xs"
          tabIndex={0}
          role="region"
          aria-label="Command"
        >
          <code>{command}</code>
        </pre>
        <p className="text-muted-foreground text-xs">
          The token is that of an API client. All fields are in the{" "}
          <a className="text-primary-text underline" href="/docs/insights">
            documentation
          </a>
          .
        </p>
      </div>
    </SectionCard>
  );
}
