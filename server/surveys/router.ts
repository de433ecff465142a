import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import {
  answersSchema,
  audienceSchema,
  openWaveSchema,
  saveSurveySchema,
  scheduleSchema,
  surveyIdentifier,
} from "./schema";
import { SURVEY_STATUSES } from "./core/words";
import { answerLink, linkForMe, lookAtLink, myInvitations } from "./service/answer";
import { closeWave, remindNow } from "./service/close";
import {
  getSurvey,
  listSurveys,
  removeSurvey,
  saveSurvey,
  setSchedule,
  setSurveyStatus,
  surveyRevisions,
} from "./service/definitions";
import { openWave, previewAudience } from "./service/open";
import { getWave, listWaves, surveyTrend, waveResults } from "./service/read";

const bySurvey = z.strictObject({ identifier: surveyIdentifier });
const byWave = z.strictObject({ id: z.uuid() });
// What no link looks like is answered like a link that does not exist.
const byToken = z.strictObject({ token: z.string().max(200) });

export const surveysRouter = router({
  list: procedure("surveys.read").query(({ ctx }) => listSurveys(ctx)),
  get: procedure("surveys.read")
    .input(bySurvey)
    .query(({ ctx, input }) => getSurvey(ctx, input.identifier)),
  waves: procedure("surveys.read")
    .input(bySurvey)
    .query(({ ctx, input }) => listWaves(ctx, input.identifier)),
  wave: procedure("surveys.read")
    .input(byWave)
    .query(({ ctx, input }) => getWave(ctx, input.id)),
  results: procedure("surveys.read")
    .input(byWave)
    .query(({ ctx, input }) => waveResults(ctx, input.id)),
  trend: procedure("surveys.read")
    .input(bySurvey.extend({ team: z.string().min(1).max(200).nullable().default(null) }))
    .query(({ ctx, input }) => surveyTrend(ctx, input.identifier, input.team)),

  save: procedure("surveys.manage")
    .input(saveSurveySchema)
    .mutation(({ ctx, input }) => saveSurvey(ctx, input)),
  setStatus: procedure("surveys.manage")
    .input(bySurvey.extend({ status: z.enum(SURVEY_STATUSES) }))
    .mutation(({ ctx, input }) => setSurveyStatus(ctx, input.identifier, input.status)),
  setSchedule: procedure("surveys.manage")
    .input(bySurvey.extend({ schedule: scheduleSchema.nullable() }))
    .mutation(({ ctx, input }) => setSchedule(ctx, input.identifier, input.schedule)),
  remove: procedure("surveys.manage")
    .input(bySurvey)
    .mutation(({ ctx, input }) => removeSurvey(ctx, input.identifier)),
  revisions: procedure("surveys.manage")
    .input(bySurvey)
    .query(({ ctx, input }) => surveyRevisions(ctx, input.identifier)),
  audience: procedure("surveys.manage")
    .input(bySurvey.extend({ audience: audienceSchema }))
    .query(({ ctx, input }) => previewAudience(ctx, input.identifier, input.audience)),
  open: procedure("surveys.manage")
    .input(openWaveSchema)
    .mutation(({ ctx, input }) => openWave(ctx, input)),
  remind: procedure("surveys.manage")
    .input(byWave)
    .mutation(({ ctx, input }) => remindNow(ctx, input.id)),
  close: procedure("surveys.manage")
    .input(byWave)
    .mutation(({ ctx, input }) => closeWave(ctx, input.id)),

  /** Surveys that ask whoever is signed in. */
  mine: procedure("session").query(({ ctx }) => myInvitations(ctx)),
  linkForMe: procedure("session")
    .input(byWave)
    .mutation(({ ctx, input }) => linkForMe(ctx, input.id)),
  /** The link itself is the right to answer. */
  look: procedure("public")
    .input(byToken)
    .query(({ ctx, input }) => lookAtLink(ctx, input.token)),
  answer: procedure("public")
    .input(byToken.extend({ answers: answersSchema }))
    .mutation(({ ctx, input }) => answerLink(ctx, input.token, input.answers)),
});
