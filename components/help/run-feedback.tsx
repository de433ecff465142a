"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

/** Asks the requester of a run that has ended how it went: one tap, and a comment if they like. */
export function RunFeedback({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.insights.feedback.ofRun.queryOptions({ runId }));
  if (!data?.asked) return null;
  return <Asked runId={runId} given={data.given} />;
}

function Asked({
  runId,
  given,
}: {
  runId: string;
  given: { helpful: boolean; comment: string | null } | null;
}) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [comment, setComment] = useState(given?.comment ?? "");
  const give = useMutation(
    trpc.insights.feedback.give.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.insights.feedback.ofRun.queryFilter({ runId })),
    }),
  );
  // What was tapped shows at once.
  const helpful = give.isPending ? give.variables.helpful : given?.helpful;
  const tap = (value: boolean) =>
    give.mutate({ runId, helpful: value, ...(given?.comment ? { comment: given.comment } : {}) });
  return (
    <SectionCard
      title="Did this work for you?"
      description="The owners of the action see counts and comments, never who said what."
    >
      <div className="grid gap-3">
        <div role="group" aria-label="Did this work for you?" className="flex flex-wrap gap-2">
          <Button
            aria-pressed={helpful === true}
            variant={helpful === true ? "primary" : "secondary"}
            onClick={() => tap(true)}
          >
            <ThumbsUp aria-hidden />
            Yes, it did
          </Button>
          <Button
            aria-pressed={helpful === false}
            variant={helpful === false ? "primary" : "secondary"}
            onClick={() => tap(false)}
          >
            <ThumbsDown aria-hidden />
            No, it did not
          </Button>
        </div>
        {give.error && <FormError error={give.error} />}
        <p role="status" className="text-muted-foreground text-sm empty:hidden">
          {given ? "Thank you, it is kept." : ""}
        </p>
        {given && (
          <form
            className="grid gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              give.mutate({ runId, helpful: given.helpful, comment: comment.trim() });
            }}
          >
            <Field label="What should be better?" description="Optional.">
              <Textarea
                rows={2}
                maxLength={1000}
                value={comment}
                onChange={(event) => setComment(event.target.value)}
              />
            </Field>
            <div>
              <Button
                type="submit"
                size="sm"
                loading={give.isPending}
                aria-disabled={comment.trim() === (given.comment ?? "")}
              >
                Save the comment
              </Button>
            </div>
          </form>
        )}
      </div>
    </SectionCard>
  );
}
