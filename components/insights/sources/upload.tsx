"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { FeedKind } from "@/server/insights/core/records";
import type { UploadResult } from "@/server/insights/core/upload-result";
import { KIND_OPTIONS, KINDS } from "./kinds";
import { RefusedRows } from "./refused-rows";

interface Sent {
  kind: FeedKind;
  file: File;
  timeZone: string;
  dryRun: boolean;
}

async function send({ kind, file, timeZone, dryRun }: Sent): Promise<UploadResult> {
  const query = new URLSearchParams({ dryRun: String(dryRun), ...(timeZone ? { timeZone } : {}) });
  const response = await fetch(`/api/insights/upload/${kind}?${query.toString()}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: file,
  });
  const body = (await response.json()) as UploadResult & { message?: string };
  if (!response.ok) throw new Error(body.message ?? "The file could not be read.");
  return body;
}

/** A file is tried first, which writes nothing, and then taken in. */
export function Upload() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<FeedKind>("deployments");
  const [file, setFile] = useState<File | null>(null);
  const [timeZone, setTimeZone] = useState("");
  const upload = useMutation({
    mutationFn: send,
    onSuccess: async ({ dryRun }) => {
      if (!dryRun) await client.invalidateQueries(trpc.insights.sources.queryFilter());
    },
  });
  const { data, error } = upload;
  const run = (dryRun: boolean) => file && upload.mutate({ kind, file, timeZone: timeZone.trim(), dryRun });
  return (
    <SectionCard
      title="Upload a file"
      aria-label="Upload a file"
      description={`CSV with a first line that names the fields, such as ${Object.keys(KINDS[kind].example).slice(0, 4).join(", ")}.`}
    >
      <div className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Kind of events" required>
            <Select
              options={KIND_OPTIONS}
              value={kind}
              onValueChange={(value) => {
                setKind(value);
                upload.reset();
              }}
            />
          </Field>
          <Field label="File" required>
            <Input
              ref={input}
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null);
                upload.reset();
              }}
            />
          </Field>
          <Field
            label="Time zone"
            description="Of moments that name none. Without it such lines are refused."
          >
            <Input
              placeholder="Europe/Berlin"
              value={timeZone}
              onChange={(event) => setTimeZone(event.target.value)}
            />
          </Field>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={!file}
            loading={upload.isPending && upload.variables.dryRun}
            onClick={() => run(true)}
          >
            Try the file
          </Button>
          <Button
            variant="primary"
            disabled={!data?.dryRun || data.received === data.refusedCount}
            loading={upload.isPending && !upload.variables.dryRun}
            onClick={() => run(false)}
          >
            Import
          </Button>
        </div>
        <div aria-live="polite" className="grid gap-3 text-sm">
          {error && <p className="text-danger">{error.message}</p>}
          {data && <Outcome result={data} />}
        </div>
      </div>
    </SectionCard>
  );
}

function Outcome({ result }: { result: UploadResult }) {
  const { dryRun, received, created, updated, unchanged, refused, refusedCount, warningCount, warnings } =
    result;
  return (
    <>
      <p>
        {dryRun ? "Nothing is written yet. " : "Imported. "}
        {formatCount(received)} lines: {formatCount(created)} new, {formatCount(updated)} changed,{" "}
        {formatCount(unchanged)} unchanged, {formatCount(refusedCount)} refused.
      </p>
      {refusedCount > 0 && <RefusedRows rows={refused} of="the file" place="Line" />}
      {warningCount > 0 && (
        <details>
          <summary className="cursor-pointer">{formatCount(warningCount)} lines deserve a look</summary>
          <ul className="text-muted-foreground mt-2 grid gap-1 text-xs">
            {warnings.slice(0, 50).map(({ index, issues }) => (
              <li key={index}>
                Line {index}: {issues.map(({ message }) => message).join(" ")}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
