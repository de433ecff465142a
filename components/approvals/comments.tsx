"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";

/** What those whom a request concerns said about it. A comment decides nothing. */
export function Comments({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.approvals.comments.list.queryOptions({ runId }, { refetchInterval: 20_000 }));
  const [text, setText] = useState("");
  const add = useMutation(
    trpc.approvals.comments.add.mutationOptions({
      onSuccess: async () => {
        setText("");
        await queryClient.invalidateQueries(trpc.approvals.comments.list.queryFilter({ runId }));
      },
    }),
  );
  return (
    <SectionCard title="Comments" description="For the requester and those who decide. They are told.">
      <div className="grid gap-4">
        <QueryState
          query={query}
          what="comments"
          size="region"
          skeleton={<SkeletonLines />}
          isEmpty={(comments) => comments.length === 0}
          empty={<p className="text-muted-foreground">Nobody has said anything yet.</p>}
        >
          {(comments) => (
            <ul aria-label="Comments" className="grid gap-3">
              {comments.map((comment) => (
                <li key={comment.id} className="flex items-start gap-2.5">
                  <Avatar name={comment.author.name} size="sm" />
                  <div className="min-w-0">
                    <p className="text-xs">
                      <span className="font-medium">{comment.author.name}</span>{" "}
                      <span className="text-muted-foreground">
                        <RelativeTime value={comment.createdAt} />
                      </span>
                    </p>
                    <p className="break-words whitespace-pre-wrap">{comment.text}</p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </QueryState>
        <form
          className="grid gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() && !add.isPending) add.mutate({ runId, text });
          }}
        >
          <Field label="Add a comment" required>
            <Textarea
              rows={2}
              maxLength={4000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <FormError error={add.error} />
          <div>
            <Button type="submit" size="sm" loading={add.isPending} aria-disabled={!text.trim()}>
              Comment
            </Button>
          </div>
        </form>
      </div>
    </SectionCard>
  );
}
