"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { helpHref } from "./help-words";
import { newUuid } from "./new-uuid";

interface GetHelpProps {
  /** A run, or the opening of an action's form and the step that is open. */
  about: { runId: string } | { action: string; formId: string; step?: string | undefined };
  /** What the owners see beside the question, a line each. */
  facts: readonly string[];
}

/** Opens a request for help: a question, to which the portal adds what it is about. */
export function GetHelp({ about, facts }: GetHelpProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [question, setQuestion] = useState("");
  const [tried, setTried] = useState(false);
  // One for each question: sending it twice asks once.
  const id = useRef<string | null>(null);
  const ask = useMutation(
    trpc.insights.help.ask.mutationOptions({
      onSuccess: async () => {
        setQuestion("");
        setTried(false);
        id.current = null;
        await client.invalidateQueries(trpc.insights.help.pathFilter());
      },
    }),
  );
  const sent = ask.data;
  return (
    <Dialog onOpenChange={(open) => open && ask.isSuccess && ask.reset()}>
      <DialogTrigger
        render={
          <Button variant="ghost">
            <LifeBuoy aria-hidden />
            Get help
          </Button>
        }
      />
      <DialogContent
        title="Get help"
        description="Your question goes to the team that answers for this action. They are told."
        footer={
          sent ? (
            <DialogClose render={<Button variant="primary">Done</Button>} />
          ) : (
            <>
              <DialogClose render={<Button variant="ghost">Cancel</Button>} />
              <Button type="submit" form="get-help" variant="primary" loading={ask.isPending}>
                Ask for help
              </Button>
            </>
          )
        }
      >
        {sent ? (
          <p role="status">
            {sent.team === null ? "The administrators were asked." : `Team ${sent.team} was asked.`}{" "}
            <Link className="text-primary-text font-medium underline" href={helpHref(sent.id)}>
              Follow the answer
            </Link>
          </p>
        ) : (
          <form
            id="get-help"
            noValidate
            method="dialog"
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              // A form within a form, as the page has it, would send the outer one too.
              event.stopPropagation();
              setTried(true);
              id.current ??= newUuid();
              if (question.trim()) ask.mutate({ id: id.current, question: question.trim(), ...about });
            }}
          >
            <Field
              label="What do you need?"
              required
              description="Leave out passwords and keys."
              error={tried && !question.trim() ? "Say what you need, in a sentence." : undefined}
            >
              <Textarea
                rows={4}
                maxLength={4000}
                value={question}
                onChange={(event) => setQuestion(event.target.value)}
              />
            </Field>
            <div className="text-muted-foreground text-xs">
              <p>Sent with it, and nothing that you filled in:</p>
              <ul className="mt-1 list-disc pl-4">
                {facts.map((fact) => (
                  <li key={fact} className="break-words">
                    {fact}
                  </li>
                ))}
              </ul>
            </div>
            {ask.error && <FormError error={ask.error} />}
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
