"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Clock, Link2Off, ShieldCheck } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Answers } from "@/server/surveys/schema";
import type { LinkView } from "../survey-types";
import { dayOf } from "../survey-words";
import { QuestionFields } from "./question-fields";

/** Where somebody answers by their link, without signing in. */
export function AnswerPage({ token }: { token: string }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.surveys.look.queryOptions({ token }), refetchOnWindowFocus: false });
  if (query.error && readFailure(query.error).code === "not_found")
    return (
      <Note icon={Link2Off} title="This link leads to no survey">
        Check that it is complete, as it was in the message. You can also answer from the page Surveys of the
        portal.
      </Note>
    );
  return (
    <QueryState query={query} what="the survey" skeleton={<Skeleton className="h-96 w-full" />}>
      {(view) => <States token={token} view={view} />}
    </QueryState>
  );
}

function States({ token, view }: { token: string; view: LinkView }) {
  const [sent, setSent] = useState(false);
  if (view.state === "closed")
    return (
      <Note icon={Clock} title={`${view.title} is closed`}>
        It took answers until {dayOf(view.closesAt)}. Results are on the page Surveys of the portal.
      </Note>
    );
  if (view.state === "other")
    return (
      <Note icon={CircleCheck} title="You have answered">
        You did so by another link of this survey. Open that one to change your answers, until{" "}
        {dayOf(view.closesAt)}.
      </Note>
    );
  if (sent)
    return (
      <Note
        icon={CircleCheck}
        title="Thank you"
        action={<Button onClick={() => setSent(false)}>Change my answers</Button>}
      >
        Your answers are kept. You can change them by this link until {dayOf(view.closesAt)}; after that
        nothing leads from them to you.
      </Note>
    );
  return <AnswerForm token={token} view={view} onSent={() => setSent(true)} />;
}

function AnswerForm({ token, view, onSent }: { token: string; view: LinkView; onSent: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [answers, setAnswers] = useState<Answers>(view.answers ?? {});
  const [missing, setMissing] = useState<Record<string, string>>({});
  const send = useMutation(
    trpc.surveys.answer.mutationOptions({
      onSuccess: () => {
        client.setQueryData(trpc.surveys.look.queryKey({ token }), { ...view, answers });
        onSent();
        window.scrollTo({ top: 0 });
      },
    }),
  );
  const refused = Object.fromEntries(
    (send.error ? readFailure(send.error).issues : []).map(({ path, message }) => [
      String(path[1] ?? path[0]),
      message,
    ]),
  );
  const set = (id: string, value: Answers[string] | undefined) => {
    setMissing(({ [id]: _gone, ...rest }) => rest);
    setAnswers(({ [id]: _before, ...rest }) => (value === undefined ? rest : { ...rest, [id]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (send.isPending) return;
    const gaps = view.questions.filter(({ id, required }) => required && isEmpty(answers[id]));
    setMissing(Object.fromEntries(gaps.map(({ id }) => [id, "Answer this question."])));
    const [first] = gaps;
    if (first)
      return document
        .querySelector<HTMLElement>(`[data-question="${first.id}"] :is(input, textarea)`)
        ?.focus();
    send.mutate({ token, answers });
  };
  return (
    <form noValidate className="grid gap-4" onSubmit={submit}>
      <header className="grid gap-1.5">
        <h1 className="text-xl font-semibold tracking-[-0.018em]">{view.title}</h1>
        {view.description && (
          <p className="text-muted-foreground text-base text-pretty">{view.description}</p>
        )}
        {view.answers && (
          <p className="text-base">You have answered. What you send now takes the place of it.</p>
        )}
      </header>
      {view.questions.map((question) => (
        <QuestionFields
          key={question.id}
          question={question}
          value={answers[question.id]}
          onChange={(value) => set(question.id, value)}
          error={missing[question.id] ?? refused[question.id]}
        />
      ))}
      <FormError error={send.error} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        loading={send.isPending}
        className="w-full sm:w-auto sm:justify-self-start"
      >
        {view.answers ? "Send changed answers" : "Send answers"}
      </Button>
      <p className="text-muted-foreground flex items-start gap-2 text-xs">
        <ShieldCheck aria-hidden className="mt-px size-3.5 shrink-0" />
        Your answers are kept without your name. Results are shown of groups of five people and more alone,
        when the survey is closed on {dayOf(view.closesAt)}.
      </p>
    </form>
  );
}

const isEmpty = (value: Answers[string] | undefined): boolean =>
  value === undefined ||
  (typeof value === "string" ? value.trim() === "" : Array.isArray(value) && !value.length);

function Note({
  icon: Icon,
  title,
  action,
  children,
}: {
  icon: typeof Clock;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      role="status"
      className="bg-card grid justify-items-center gap-3 rounded-lg border px-5 py-10 text-center"
    >
      <Icon aria-hidden className="text-primary-text size-8" />
      <h1 className="text-xl font-semibold tracking-[-0.018em]">{title}</h1>
      <p className="text-muted-foreground max-w-md text-base text-pretty">{children}</p>
      {action}
    </section>
  );
}
