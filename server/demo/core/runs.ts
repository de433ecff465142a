import type { Calendar } from "./calendar";
import { developersOn } from "./people";
import { type Chance, chanceOf } from "./random";
import { DEMO_TEAMS, hasAdopted, isBad } from "./teams";
import { uuidOf } from "./shas";

export interface DemoAction {
  identifier: string;
  title: string;
  operation: "CREATE" | "DAY-2";
  /** How often it is asked for beside the others. */
  weight: number;
  /** Steps of its form. */
  steps: readonly string[];
  minutes: number;
}

/** What people asked the platform for. There are no such actions in the portal: nothing could carry them out. */
export const DEMO_ACTIONS: readonly DemoAction[] = [
  {
    identifier: "order-topic",
    title: "Order a topic for events",
    operation: "CREATE",
    weight: 4,
    steps: ["Name", "Partitions", "Readers"],
    minutes: 6,
  },
  {
    identifier: "grant-access",
    title: "Grant access",
    operation: "DAY-2",
    weight: 6,
    steps: ["Who", "For how long"],
    minutes: 2,
  },
  {
    identifier: "preview-environment",
    title: "Preview environment",
    operation: "CREATE",
    weight: 7,
    steps: ["Branch", "Data"],
    minutes: 11,
  },
  {
    identifier: "start-service",
    title: "Start a service",
    operation: "CREATE",
    weight: 2,
    steps: ["Name", "Language", "Owner", "Costs"],
    minutes: 18,
  },
  {
    identifier: "rotate-secret",
    title: "Rotate a secret",
    operation: "DAY-2",
    weight: 3,
    steps: ["Secret"],
    minutes: 3,
  },
];

export interface DemoRun {
  id: string;
  action: DemoAction;
  team: string;
  email: string;
  status: "succeeded" | "failed" | "cancelled" | "expired";
  failure: {
    stage: "checks" | "approval" | "apply";
    code: string;
    message: string;
    advice: string | null;
  } | null;
  rerunOf: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string;
  /** Somebody opened a ticket about it. */
  helped: boolean;
  /** What the requester said of it. */
  helpful: boolean | null;
}

export interface DemoForm {
  id: string;
  action: string;
  team: string;
  startedAt: string;
  submittedAt: string | null;
  runId: string | null;
  step: string | null;
}

type Ending = Pick<DemoRun, "status" | "failure"> & { again: boolean };
const failed = (
  stage: "checks" | "apply",
  code: string,
  message: string,
  advice: string | null,
  again = true,
): Ending => ({
  status: "failed",
  failure: { stage, code, message, advice },
  again,
});

const ENDINGS: readonly (Ending & { weight: number })[] = [
  {
    ...failed(
      "checks",
      "policy_denied",
      'The policy "Names say the team" forbids it.',
      "Choose a name that begins with the team.",
    ),
    weight: 4,
  },
  { ...failed("checks", "invalid", "The branch does not exist.", "Push it first.", false), weight: 3 },
  {
    ...failed("apply", "refused", "The directory did not know the group.", "Ask for the group first.", false),
    weight: 2,
  },
  {
    ...failed("apply", "engine", "The platform lost the run while it was restarted.", "Ask for it again."),
    weight: 2,
  },
  { status: "cancelled", failure: null, again: false, weight: 3 },
  {
    status: "expired",
    failure: { stage: "approval", code: "expired", message: "Nobody approved it in time.", advice: null },
    again: false,
    weight: 1,
  },
];
const BROKER = failed("apply", "timeout", "The message broker did not answer.", "Try again later.");
const SUCCESS: Ending = { status: "succeeded", failure: null, again: false };

/** Runs of people in teams that have come on board, and the forms that they opened. */
export function platformUse(calendar: Calendar): { runs: DemoRun[]; forms: DemoForm[] } {
  const runs: DemoRun[] = [];
  const forms: DemoForm[] = [];
  for (let offset = calendar.first; offset < 0; offset++) {
    if (!calendar.isWorkday(offset)) continue;
    for (const team of DEMO_TEAMS) {
      const luck = chanceOf(`runs:${team.identifier}:${offset}`);
      if (!hasAdopted(team, offset)) continue;
      for (let n = 0; luck.chance(0.42) && n < 3; n++)
        request(calendar, { offset, team: team.identifier, luck, n }, runs, forms);
    }
  }
  return { runs, forms };
}

function request(
  calendar: Calendar,
  { offset, team, luck, n }: { offset: number; team: string; luck: Chance; n: number },
  runs: DemoRun[],
  forms: DemoForm[],
): void {
  const action = luck.weighted(DEMO_ACTIONS, ({ weight }) => weight);
  const people = developersOn(team, offset);
  const name = `${team}-${-offset}-${n}`;
  const minute = luck.between(550, 960);
  const form: DemoForm = {
    id: uuidOf(`form:${name}`),
    action: action.identifier,
    team,
    startedAt: calendar.at(offset, minute - luck.between(1, 9)),
    submittedAt: null,
    runId: null,
    step: luck.pick(action.steps),
  };
  forms.push(form);
  // The longer the form, the more often it is left.
  if (luck.chance(0.06 + 0.07 * action.steps.length)) return;
  const make = (id: string, at: number, ending: Ending, rerunOf: string | null): DemoRun => {
    const waited = ending.status === "expired" ? 0 : 0.5;
    const ended = Math.min(
      at + waited + (ending.status === "expired" ? 420 : luck.around(action.minutes, 0.5)),
      1_430,
    );
    const helped = luck.chance(ending.status === "succeeded" ? 0.03 : 0.25);
    const run: DemoRun = {
      id,
      action,
      team,
      email: luck.pick(people).email,
      status: ending.status,
      failure: ending.failure,
      rerunOf,
      createdAt: calendar.at(offset, at),
      startedAt: ending.status === "expired" ? null : calendar.at(offset, at + waited),
      endedAt: calendar.at(offset, ended),
      helped,
      helpful: luck.chance(0.3) ? luck.chance(ending.status === "succeeded" ? 0.92 : 0.2) : null,
    };
    runs.push(run);
    return run;
  };
  const ending = endingOf(action, offset, luck);
  const first = make(`demo_${name}`, minute, ending, null);
  Object.assign(form, { submittedAt: first.createdAt, runId: first.id, step: null });
  if (ending.again && luck.chance(0.65))
    make(`demo_${name}_again`, minute + luck.between(35, 110), SUCCESS, first.id);
}

/** In the bad quarter the broker did not answer those who ordered topics; else nine of ten go well. */
function endingOf({ identifier }: DemoAction, offset: number, luck: Chance): Ending {
  if (identifier === "order-topic" && luck.chance(isBad(offset) ? 0.45 : 0.04)) return BROKER;
  return luck.chance(0.89) ? SUCCESS : luck.weighted(ENDINGS, ({ weight }) => weight);
}

/** Tickets about runs: those who opened one did not get on by themselves. */
export const helpTickets = (runs: readonly DemoRun[]) =>
  runs
    .filter(({ helped }) => helped)
    .map(({ id, action, email, endedAt }) => ({
      externalId: `help-${id}`,
      title: `Help with "${action.title}"`,
      openedAt: endedAt,
      openedBy: email,
      area: "help",
      runId: id,
      handlingSeconds: 1_500,
    }));
