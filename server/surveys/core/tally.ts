import type { Question, SurveyDefinition } from "../schema";
import { NOT_APPLICABLE } from "./answers";
import { type Group, releaseGroups } from "./release";

export interface Answered {
  question: string;
  team: string | null;
  score: number | null;
  choices: readonly string[] | null;
}

/** What a group has said to one question. */
export interface Tally {
  question: string;
  /** Identifier of the team; empty: of no team that is shown. */
  team: string;
  measure: string | null;
  respondents: number;
  answered: number;
  scored: number;
  favourable: number;
  unfavourable: number;
  total: number;
  counts: Record<string, number>;
}

export interface Released {
  tallies: Tally[];
  /** By question: the group that each team's answers are shown with; absent where nothing may be shown. */
  groups: Map<string, Map<string, string>>;
}

/** Where favourable begins, and unfavourable ends. */
export const FAVOURABLE = { score: 9, agreement: 4 } as const;
export const UNFAVOURABLE = { score: 6, agreement: 2 } as const;

/**
 * Counts a wave for once and for all: for each question, groups that have no part in common and none of which is smaller than
 * the floor. `respondents` says how many of each team have answered at all.
 */
export function tally(
  { questions }: Pick<SurveyDefinition, "questions">,
  respondents: ReadonlyMap<string, number>,
  answers: readonly Answered[],
  parents: Readonly<Record<string, string | null>>,
  floor: number,
): Released {
  const byQuestion = grouped(answers, ({ question }) => question);
  const groups = new Map<string, Map<string, string>>();
  const tallies = questions.flatMap((question) => {
    const said = byQuestion.get(question.id) ?? [];
    const label = releaseGroups(measuresOf(question, respondents, said), parents, floor);
    if (!label) return [];
    groups.set(question.id, label);
    return question.type === "comment" ? [] : talliesOf(question, respondents, said, label);
  });
  return { tallies, groups };
}

/** What must be nothing or enough in every group: people, those who said something, and those who gave a value. */
function measuresOf(
  question: Question,
  respondents: ReadonlyMap<string, number>,
  said: readonly Answered[],
): Group[] {
  const of = grouped(said, ({ team }) => team ?? "");
  return [...respondents].map(([team, people]) => {
    const own = of.get(team) ?? [];
    // A comment stands for itself: it is shown with the people who could have written it.
    if (question.type === "comment") return { team, counts: [people] };
    return { team, counts: [people, own.length, own.filter(hasValue).length] };
  });
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = by(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

const hasValue = ({ score, choices }: Answered) => score !== null || choices !== null;

function talliesOf(
  question: Question,
  respondents: ReadonlyMap<string, number>,
  said: readonly Answered[],
  label: ReadonlyMap<string, string>,
): Tally[] {
  const by = new Map<string, Tally>();
  const of = (team: string): Tally => {
    const name = label.get(team) ?? "";
    let one = by.get(name);
    if (!one) by.set(name, (one = emptyTally(question, name)));
    return one;
  };
  for (const [team, people] of respondents) of(team).respondents += people;
  for (const answer of said) count(question, of(answer.team ?? ""), answer);
  return [...by.values()];
}

const emptyTally = (question: Question, team: string): Tally => ({
  question: question.id,
  team,
  measure: ("measure" in question && question.measure) || null,
  respondents: 0,
  answered: 0,
  scored: 0,
  favourable: 0,
  unfavourable: 0,
  total: 0,
  counts: {},
});

function count(question: Question, into: Tally, { score, choices }: Answered): void {
  into.answered += 1;
  for (const value of choices ?? [score === null ? NOT_APPLICABLE : String(score)])
    into.counts[value] = (into.counts[value] ?? 0) + 1;
  if (score === null) return;
  into.scored += 1;
  into.total += score;
  if (question.type !== "score" && question.type !== "agreement") return;
  if (score >= FAVOURABLE[question.type]) into.favourable += 1;
  if (score <= UNFAVOURABLE[question.type]) into.unfavourable += 1;
}

/** The same of several groups together. */
export function sumOf(tallies: readonly Tally[]): Omit<Tally, "team"> | null {
  const [first] = tallies;
  if (!first) return null;
  const sum = { ...first, counts: { ...first.counts } };
  for (const one of tallies.slice(1)) {
    for (const field of ["respondents", "answered", "scored", "favourable", "unfavourable", "total"] as const)
      sum[field] += one[field];
    for (const [value, n] of Object.entries(one.counts)) sum.counts[value] = (sum.counts[value] ?? 0) + n;
  }
  const { team: _team, ...rest } = sum;
  return rest;
}
