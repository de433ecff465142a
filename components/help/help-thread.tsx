"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { DetailPage } from "@/components/shell/page";
import { SkeletonPage } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";
import { type HelpThread as Thread, helpWords } from "./help-words";

/** One request for help: what it is about, what was said, and the answer. */
export function HelpThread({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.insights.help.get.queryOptions({ id }, { refetchInterval: 20_000 }));
  return (
    <QueryState query={query} what="the request" size="page" skeleton={<SkeletonPage />}>
      {(thread) => <Loaded thread={thread} />}
    </QueryState>
  );
}

function Loaded({ thread }: { thread: Thread }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries(trpc.insights.help.pathFilter());
  const close = useMutation(trpc.insights.help.close.mutationOptions({ onSuccess: refresh }));
  const words = helpWords[thread.status];
  const title = `Help with ${thread.context.actionTitle}`;
  return (
    <DetailPage
      breadcrumbs={[{ label: "Help requests", href: "/help" }, { label: title }]}
      title={title}
      meta={
        <>
          <Badge tone={words.tone}>{words.label}</Badge>
          <span>
            {thread.mine ? "You" : thread.requesterName} asked <RelativeTime value={thread.openedAt} />
          </span>
        </>
      }
      action={
        thread.status !== "closed" && (
          <Button loading={close.isPending} onClick={() => close.mutate({ id: thread.id })}>
            Close request
          </Button>
        )
      }
      aside={<About thread={thread} />}
    >
      {close.error && <FormError error={close.error} />}
      <SectionCard title="What was said">
        <ul aria-label="Messages" className="grid gap-4">
          {thread.messages.map(({ id, author, byOwner, body, at }) => (
            <li key={id} className="flex items-start gap-2.5">
              <Avatar name={author} size="sm" />
              <div className="min-w-0">
                <p className="text-xs">
                  <span className="font-medium">{author}</span>{" "}
                  {byOwner && <span className="text-muted-foreground">answers for the action, </span>}
                  <span className="text-muted-foreground">
                    <RelativeTime value={at} />
                  </span>
                </p>
                <p className="break-words whitespace-pre-wrap">{body}</p>
              </div>
            </li>
          ))}
        </ul>
      </SectionCard>
      <Reply thread={thread} onSent={refresh} />
    </DetailPage>
  );
}

function Reply({ thread, onSent }: { thread: Thread; onSent: () => Promise<void> }) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const reply = useMutation(
    trpc.insights.help.reply.mutationOptions({
      onSuccess: async () => {
        setText("");
        await onSent();
      },
    }),
  );
  const label = thread.mine
    ? thread.status === "closed"
      ? "It does not work yet"
      : "Add something"
    : "Answer";
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !reply.isPending) reply.mutate({ id: thread.id, body: text.trim() });
      }}
    >
      <Field
        label={label}
        description={
          thread.mine && thread.status === "closed"
            ? "Writing here opens the request again."
            : "Leave out passwords and keys."
        }
      >
        <Textarea rows={3} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {reply.error && <FormError error={reply.error} />}
      <div>
        <Button type="submit" variant="primary" loading={reply.isPending} aria-disabled={!text.trim()}>
          Send
        </Button>
      </div>
    </form>
  );
}

/** What the portal knew of the form or the run when help was asked. */
function About({ thread }: { thread: Thread }) {
  const { run, formStep, actionTitle } = thread.context;
  const link = "text-primary-text break-all hover:underline";
  return (
    <SectionCard title="About">
      <DescriptionList
        items={[
          {
            term: "Action",
            value: (
              <Link className={link} href={`/actions/${encodeURIComponent(thread.action)}`}>
                {actionTitle}
              </Link>
            ),
          },
          {
            term: "Run",
            value: thread.runId && (
              <Link className={link} href={`/runs/${encodeURIComponent(thread.runId)}`}>
                {thread.runId}
              </Link>
            ),
          },
          { term: "Step of the form", value: formStep },
          { term: "Status then", value: run?.status.replaceAll("_", " ") },
          { term: "Stopped at", value: run?.stage },
          { term: "Why", value: run?.message },
          {
            term: "Entity",
            value: run?.entity && run.blueprint && (
              <Link
                className={link}
                href={`/catalog/${encodeURIComponent(run.blueprint)}/${encodeURIComponent(run.entity)}`}
              >
                {run.entity}
              </Link>
            ),
          },
          {
            term: "Links",
            value: run && run.links.length > 0 && (
              <ul className="grid gap-1">
                {run.links.map((href) => (
                  <li key={href}>
                    <a className={link} href={href} rel="noreferrer">
                      {href}
                    </a>
                  </li>
                ))}
              </ul>
            ),
          },
          { term: "Answered by", value: thread.team ?? "Administrators" },
        ].filter(({ value }) => Boolean(value))}
      />
    </SectionCard>
  );
}
