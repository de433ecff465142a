"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { moved } from "@/components/definition-editor/keys";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { AdminPage } from "@/components/settings/admin-page";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { QuestionFields } from "../answer/question-fields";
import type { SurveyView } from "../survey-types";
import { surveyPath } from "../survey-words";
import { definitionOf, draftOf, keyOf, newQuestion, questionOf, type SurveyDraft } from "./draft";
import { type Carry, QuestionCard } from "./question-card";

const EMPTY: SurveyDraft = { title: "", description: "", questions: [] };

/** Where a survey is written; null: a new one. */
export function SurveyBuilder({ identifier }: { identifier: string | null }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.surveys.get.queryOptions({ identifier: identifier ?? "none" }),
    enabled: identifier !== null,
    refetchOnWindowFocus: false,
  });
  if (identifier === null) return <Editor survey={null} />;
  return (
    <QueryState query={query} what="the survey" size="page">
      {(survey) => <Editor key={survey.revision} survey={survey} />}
    </QueryState>
  );
}

function Editor({ survey }: { survey: SurveyView | null }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const list = useRef<HTMLOListElement>(null);
  const [begun] = useState<SurveyDraft>(() =>
    survey ? draftOf(survey.definition) : { ...EMPTY, questions: [newQuestion([])] },
  );
  const [draft, setDraft] = useState(begun);
  const [said, say] = useState("");
  const [carried, setCarried] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [preview, setPreview] = useState(false);
  const save = useMutation(
    trpc.surveys.save.mutationOptions({
      onSuccess: async ({ identifier }) => {
        toast.success("The survey is saved");
        await client.invalidateQueries(trpc.surveys.pathFilter());
        router.push(surveyPath(identifier));
      },
    }),
  );
  const guard = useLeaveGuard({ when: draft !== begun && !save.isSuccess, onUnload: true });
  const issues = save.error ? readFailure(save.error).issues : [];
  const messageAt = (...path: (string | number)[]) =>
    issues.find((issue) => path.every((part, n) => issue.path[n] === part))?.message;
  const setQuestions = (questions: SurveyDraft["questions"]) => setDraft({ ...draft, questions });
  const move = (from: number, to: number) => {
    if (to < 0 || to >= draft.questions.length) return;
    setQuestions(moved(draft.questions, from, to));
    say(`It is now question ${to + 1} of ${draft.questions.length}.`);
  };
  const letGo = () => {
    setCarried(null);
    setOver(null);
  };
  const carryOf = (id: string, index: number): Carry => ({
    carried: carried === id,
    over: over === id,
    onBegin: () => setCarried(id),
    onOver: (event) => {
      if (carried === null) return;
      event.preventDefault();
      setOver(id);
    },
    onDrop: (event) => {
      if (carried === null) return;
      event.preventDefault();
      const from = draft.questions.findIndex((one) => one.id === carried);
      if (from !== index) move(from, index);
      letGo();
    },
    onEnd: letGo,
  });
  const add = () => {
    const question = newQuestion(draft.questions);
    setQuestions([...draft.questions, question]);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-question="${question.id}"] textarea`)?.focus(),
    );
  };
  const title = survey ? `Edit ${survey.definition.title}` : "New survey";
  return (
    <AdminPage
      title={title}
      description="Waves that were sent keep what they asked."
      breadcrumbs={[
        { label: "Insights", href: "/insights" },
        { label: "Surveys", href: "/insights/surveys" },
        { label: title },
      ]}
      action={
        <Button
          variant="primary"
          loading={save.isPending}
          onClick={() =>
            save.mutate({
              identifier: survey?.identifier ?? keyOf(draft.title),
              definition: definitionOf(draft),
              expectedRevision: survey && survey.revision > 0 ? survey.revision : null,
            })
          }
        >
          Save survey
        </Button>
      }
      secondaryActions={
        <Button aria-pressed={preview} onClick={() => setPreview(!preview)}>
          {preview ? "Edit" : "Preview"}
        </Button>
      }
    >
      {guard}
      <p role="status" className="sr-only">
        {said}
      </p>
      <FormError error={save.error} />
      {preview ? (
        <Preview draft={draft} />
      ) : (
        <div className="grid max-w-4xl gap-4">
          <SectionCard title="Survey">
            <div className="grid gap-4">
              <Field
                label="Title"
                required
                error={messageAt("definition", "title") ?? messageAt("identifier")}
              >
                <Input
                  value={draft.title}
                  onChange={(event) => setDraft({ ...draft, title: event.target.value })}
                />
              </Field>
              <Field
                label="Introduction"
                description="What it is for, and how long it takes."
                error={messageAt("definition", "description")}
              >
                <Textarea
                  value={draft.description}
                  onChange={(event) => setDraft({ ...draft, description: event.target.value })}
                />
              </Field>
            </div>
          </SectionCard>
          <ol ref={list} aria-label="Questions" className="grid gap-4">
            {draft.questions.map((question, index) => (
              <QuestionCard
                key={question.id}
                question={question}
                index={index}
                count={draft.questions.length}
                onChange={(changed) =>
                  setQuestions(draft.questions.map((one) => (one.id === question.id ? changed : one)))
                }
                onMove={(to) => move(index, to)}
                onRemove={() => setQuestions(draft.questions.filter((one) => one.id !== question.id))}
                carry={carryOf(question.id, index)}
                issueAt={(field) => messageAt("definition", "questions", index, field)}
              />
            ))}
          </ol>
          <div>
            <Button onClick={add}>
              <Plus aria-hidden /> Add question
            </Button>
          </div>
        </div>
      )}
    </AdminPage>
  );
}

/** The survey as those see it who answer. Nothing of what is tried here is kept. */
function Preview({ draft }: { draft: SurveyDraft }) {
  const [answers, setAnswers] = useState<Record<string, number | string | string[] | undefined>>({});
  return (
    <section aria-label="Preview" className="grid max-w-2xl gap-4">
      <p className="text-lg font-semibold">{draft.title || "Untitled"}</p>
      {draft.description && <p className="text-muted-foreground text-base">{draft.description}</p>}
      {draft.questions.map((question) => (
        <QuestionFields
          key={question.id}
          question={{ ...questionOf(question), title: question.title || "…" }}
          value={answers[question.id]}
          onChange={(value) => setAnswers((before) => ({ ...before, [question.id]: value }))}
        />
      ))}
    </section>
  );
}
