import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { resultsCsv } from "./core/csv";
import type { Outcome } from "./core/results";
import { SURVEY_STATUSES } from "./core/words";
import { importWaveSchema, sendSchema, WAVE_ORIGINS, WAVE_STATUSES } from "./schema";
import { closeWave, remindNow } from "./service/close";
import { listSurveys, type SurveyListed } from "./service/definitions";
import { importWave } from "./service/import";
import { openWave } from "./service/open";
import { listWaves, waveResults, type WaveResults } from "./service/read";
import type { WaveView } from "./service/view";

const interval = z.tuple([z.number(), z.number()]);
const wave = z
  .object({
    id: z.string(),
    survey: z.string(),
    revision: z.number().int(),
    title: z.string(),
    origin: z.enum(WAVE_ORIGINS),
    status: z.enum(WAVE_STATUSES),
    invited: z.number().int(),
    respondents: z.number().int(),
    openedAt: z.string(),
    closesAt: z.string(),
    closedAt: z.string().nullable(),
  })
  .openapi("SurveyWave");
const survey = z
  .object({
    identifier: z.string(),
    title: z.string(),
    status: z.enum(SURVEY_STATUSES),
    revision: z.number().int(),
    waves: z.number().int(),
    nextWaveAt: z.string().nullable(),
    latest: wave.nullable(),
  })
  .openapi("Survey");
const outcome = z
  .object({
    respondents: z.number().int(),
    n: z.number().int(),
    notApplicable: z.number().int(),
    counts: z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() })),
    mean: z.number().nullable(),
    favourable: z.object({ share: z.number(), interval }).nullable(),
    nps: z.object({ score: z.number(), interval }).nullable(),
  })
  .openapi("SurveyOutcome");
const results = z
  .object({
    wave,
    hidden: z.object({ why: z.string(), have: z.number(), need: z.number() }).nullable(),
    response: z.array(
      z.object({ team: z.string(), invited: z.number().int(), respondents: z.number().int() }),
    ),
    questions: z.array(
      z.object({
        question: z.object({ id: z.string(), type: z.string(), title: z.string() }),
        whole: outcome.nullable(),
        teams: z.array(z.object({ team: z.string(), outcome })),
      }),
    ),
    comments: z.array(z.object({ question: z.string(), team: z.string().nullable(), body: z.string() })),
    reported: z.object({ name: z.string(), value: z.number(), respondents: z.number().int() }).nullable(),
  })
  .openapi("SurveyResults");

const shownWave = (view: WaveView) => ({
  id: view.id,
  survey: view.survey,
  revision: view.revision,
  title: view.title,
  origin: view.origin,
  status: view.status,
  invited: view.invited,
  respondents: view.respondents,
  openedAt: view.openedAt.toISOString(),
  closesAt: view.closesAt.toISOString(),
  closedAt: view.closedAt?.toISOString() ?? null,
});
const shownSurvey = (view: SurveyListed) => ({
  identifier: view.identifier,
  title: view.definition.title,
  status: view.status,
  revision: view.revision,
  waves: view.waves,
  nextWaveAt: view.nextWaveAt?.toISOString() ?? null,
  latest: view.latest && shownWave(view.latest),
});
const shownOutcome = ({ counts, ...rest }: Outcome) => ({
  ...rest,
  counts: counts.map((one) => ({ ...one })),
});
const shownResults = (found: WaveResults) => ({
  wave: shownWave(found.wave),
  hidden: found.hidden,
  response: found.response.map(({ team, invited, respondents }) => ({ team, invited, respondents })),
  questions: found.questions.map(({ question: { id, type, title }, whole, teams }) => ({
    question: { id, type, title },
    whole: whole && shownOutcome(whole),
    teams: teams.map(({ team, outcome: of }) => ({ team, outcome: shownOutcome(of) })),
  })),
  comments: found.comments.map(({ question, team, body }) => ({ question, team, body })),
  reported: found.reported,
});

const waveParams = z.object({ wave_id: z.uuid() });
const surveyParams = z.object({ survey_identifier: z.string() });
const oneWave = z.object({ ok: z.literal(true), wave });

export const surveysRest = restRouter();

surveysRest.openapi(
  route({
    permission: "surveys.read",
    method: "get",
    path: "/surveys",
    summary: "List surveys, each with its latest wave",
    request: {},
    answers: {
      200: {
        description: "The surveys",
        schema: z.object({ ok: z.literal(true), surveys: z.array(survey) }),
      },
    },
  }),
  async (c) => {
    const surveys = await listSurveys(c.get("context"));
    return c.json({ ok: true as const, surveys: surveys.map(shownSurvey) }, 200);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.read",
    method: "get",
    path: "/surveys/{survey_identifier}/waves",
    summary: "List the waves of a survey, the newest first",
    request: { params: surveyParams },
    answers: {
      200: { description: "The waves", schema: z.object({ ok: z.literal(true), waves: z.array(wave) }) },
    },
  }),
  async (c) => {
    const waves = await listWaves(c.get("context"), c.req.valid("param").survey_identifier);
    return c.json({ ok: true as const, waves: waves.map(shownWave) }, 200);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.manage",
    method: "post",
    path: "/surveys/{survey_identifier}/waves",
    summary: "Send a survey to an audience",
    request: {
      params: surveyParams,
      body: {
        required: true,
        content: {
          "application/json": { schema: sendSchema },
        },
      },
    },
    answers: { 201: { description: "The wave that is open now", schema: oneWave } },
  }),
  async (c) => {
    const made = await openWave(c.get("context"), {
      ...c.req.valid("json"),
      survey: c.req.valid("param").survey_identifier,
    });
    return c.json({ ok: true as const, wave: shownWave(made) }, 201);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.manage",
    method: "post",
    path: "/surveys/{survey_identifier}/imports",
    summary: "Take in a wave that was made elsewhere: answers, or an index such as DXI",
    request: {
      params: surveyParams,
      body: { required: true, content: { "application/json": { schema: importWaveSchema } } },
    },
    answers: { 201: { description: "The wave", schema: oneWave } },
  }),
  async (c) => {
    const { survey_identifier: identifier } = c.req.valid("param");
    const made = await importWave(c.get("context"), identifier, c.req.valid("json"));
    return c.json({ ok: true as const, wave: shownWave(made) }, 201);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.manage",
    method: "post",
    path: "/surveys/waves/{wave_id}/close",
    summary: "Close a wave before its time, and count it",
    request: { params: waveParams },
    answers: { 200: { description: "The wave", schema: oneWave } },
  }),
  async (c) => {
    const closed = await closeWave(c.get("context"), c.req.valid("param").wave_id);
    return c.json({ ok: true as const, wave: shownWave(closed) }, 200);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.manage",
    method: "post",
    path: "/surveys/waves/{wave_id}/remind",
    summary: "Remind those who have not answered",
    request: { params: waveParams },
    answers: { 200: { description: "The wave", schema: oneWave } },
  }),
  async (c) => {
    const reminded = await remindNow(c.get("context"), c.req.valid("param").wave_id);
    return c.json({ ok: true as const, wave: shownWave(reminded) }, 200);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.read",
    method: "get",
    path: "/surveys/waves/{wave_id}/results",
    summary: "Get what a wave says: of all, and of each team that may be shown",
    request: { params: waveParams },
    answers: {
      200: {
        description: "The results; `hidden` says why there are none",
        schema: z.object({ ok: z.literal(true), results }),
      },
    },
  }),
  async (c) => {
    const found = await waveResults(c.get("context"), c.req.valid("param").wave_id);
    return c.json({ ok: true as const, results: shownResults(found) }, 200);
  },
);

surveysRest.openapi(
  route({
    permission: "surveys.read",
    method: "get",
    path: "/surveys/waves/{wave_id}/results-export",
    summary: "A CSV file of the results of a wave",
    request: { params: waveParams },
    answers: { 200: { description: "The file", schema: z.unknown() } },
  }),
  async (c) => {
    const found = await waveResults(c.get("context"), c.req.valid("param").wave_id);
    c.header("Content-Type", "text/csv; charset=utf-8");
    c.header("Content-Disposition", `attachment; filename="${found.wave.survey}.csv"`);
    return c.body(resultsCsv(found)) as never;
  },
);
