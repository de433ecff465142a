"use client";

import { useState } from "react";
import { FigureCard } from "@/components/charts/figure-card";
import { EmptyState } from "@/components/states/states";
import { SectionCard } from "@/components/ui/card";
import { formatPercent } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { spreadFigure, statementsFigure, teamsFigure } from "@/server/surveys/core/figures";
import { NPS_FLOOR } from "@/server/surveys/core/words";
import type { QuestionResult, WaveResults } from "./survey-types";

/** What a wave says: the statements beside one another, each question with its teams, and the comments. */
export function Results({ results }: { results: WaveResults }) {
  const statements = statementsFigure(results.questions);
  return (
    <>
      {results.reported && (
        <SectionCard title={results.reported.name} description="As it was computed elsewhere.">
          <p className="tabular text-2xl font-semibold">{results.reported.value}</p>
          <p className="text-muted-foreground text-xs">{results.reported.respondents} people</p>
        </SectionCard>
      )}
      <ResponseByTeam results={results} />
      {statements && (
        <FigureCard
          figure={statements}
          description="Share of 4 and 5 among those to whom it applies; the least at the top."
        />
      )}
      {results.questions
        .filter(({ question }) => !statements || question.type !== "agreement")
        .map((result) => (
          <OneQuestion key={result.question.id} result={result} floor={results.floor} />
        ))}
      {statements && <OneStatement results={results} />}
      <Comments results={results} />
    </>
  );
}

/** Who answered, by team: a low share says how far a result can be trusted. */
function ResponseByTeam({ results: { response, floor } }: { results: WaveResults }) {
  if (!response.length) return null;
  return (
    <FigureCard
      figure={{
        shape: "bars",
        title: "Response by team",
        ...{ unit: "ratio", direction: "up", sources: ["Invitations"], n: null },
        bars: response.map(({ team, label, invited, respondents }) => ({
          ...{ id: team, label, value: respondents / invited, n: invited },
          detail: `${respondents} of ${invited}`,
        })),
      }}
      description={`Teams with those below them, where ${floor} or more were asked, and nobody or ${floor} or more have answered.`}
    />
  );
}

function OneStatement({ results }: { results: WaveResults }) {
  const agreements = results.questions.filter(({ question }) => question.type === "agreement");
  const [id, setId] = useState(agreements[0]!.question.id);
  const chosen = agreements.find(({ question }) => question.id === id)!;
  return (
    <section aria-label="One question" className="grid gap-3">
      <Select
        label="Question"
        value={id}
        onValueChange={setId}
        options={agreements.map(({ question }) => ({ value: question.id, label: question.title }))}
      />
      <OneQuestion result={chosen} floor={results.floor} />
    </section>
  );
}

function OneQuestion({ result, floor }: { result: QuestionResult; floor: number }) {
  const { question, whole, teams } = result;
  if (!whole)
    return (
      <SectionCard title={question.title}>
        <EmptyState title="Nothing can be shown" size="inline">
          Fewer than {floor} people have answered this question.
        </EmptyState>
      </SectionCard>
    );
  const byTeam = teamsFigure(question, teams);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <FigureCard figure={spreadFigure(question, whole)}>
        <Head result={result} />
      </FigureCard>
      {byTeam ? (
        <FigureCard
          figure={byTeam}
          description="Teams with those below them. One that is too small, or would give a small one away, counts with the team above it."
        />
      ) : (
        !("options" in question) && (
          <SectionCard title="By team">
            <p className="text-muted-foreground">
              No team is shown: each is smaller than {floor}, or would give a smaller one away.
            </p>
          </SectionCard>
        )
      )}
    </div>
  );
}

const points = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(Math.round(value))}`;

function Head({ result: { question, whole } }: { result: QuestionResult }) {
  if (!whole) return null;
  const { nps, favourable, mean, n } = whole;
  if (question.type === "score")
    return nps ? (
      <p>
        <span className="tabular text-2xl font-semibold">{points(nps.score)}</span>{" "}
        <span className="text-muted-foreground text-xs">
          net promoter score, between {points(nps.interval[0])} and {points(nps.interval[1])} with 95 %
          certainty · {n} answers
        </span>
      </p>
    ) : (
      <p>
        <span className="tabular text-2xl font-semibold">{mean?.toFixed(1)}</span>{" "}
        <span className="text-muted-foreground text-xs">
          mean of {n} answers; a net promoter score takes {NPS_FLOOR}
        </span>
      </p>
    );
  if (!favourable) return null;
  return (
    <p>
      <span className="tabular text-2xl font-semibold">{formatPercent(favourable.share)}</span>{" "}
      <span className="text-muted-foreground text-xs">
        favourable, between {formatPercent(favourable.interval[0])} and{" "}
        {formatPercent(favourable.interval[1])} with 95 % certainty · {n} answers, mean {mean?.toFixed(1)}
      </span>
    </p>
  );
}

function Comments({ results: { wave, comments } }: { results: WaveResults }) {
  const questions = wave.definition.questions.filter(({ type }) => type === "comment");
  if (!questions.length) return null;
  return (
    <>
      {questions.map(({ id, title }) => {
        const own = comments.filter(({ question }) => question === id);
        return (
          <SectionCard
            key={id}
            title={title}
            description={`${own.length} ${own.length === 1 ? "comment" : "comments"}, in no order`}
          >
            {own.length ? (
              <ul className="grid gap-3">
                {own.map((comment) => (
                  <li key={comment.id} className="border-l-2 pl-3">
                    <p className="break-words whitespace-pre-wrap">{comment.body}</p>
                    {comment.team && <p className="text-muted-foreground text-xs">{comment.team}</p>}
                  </li>
                ))}
              </ul>
            ) : (
              <p className="text-muted-foreground">Nobody has written anything.</p>
            )}
          </SectionCard>
        );
      })}
    </>
  );
}
