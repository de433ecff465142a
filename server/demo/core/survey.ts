import type { Calendar } from "./calendar";
import { developersOn } from "./people";
import { chanceOf } from "./random";
import { DEMO_TEAMS, hasAdopted } from "./teams";

export interface DemoWave {
  survey: "platform-nps" | "developer-experience";
  externalId: string;
  title: string;
  closedAt: string;
  invited: number;
  answers: { respondent: string; team: string; question: string; value: number }[];
}

/** Two waves of both surveys: in the bad quarter, and a month ago. */
const WAVES = [
  { name: "first", title: "First wave", on: -125 },
  { name: "second", title: "Second wave", on: -26 },
] as const;

/** What people answered: those who are on board would recommend the platform, and the others know little of it. */
export function waves(
  calendar: Calendar,
  { scores, statements }: { scores: readonly string[]; statements: readonly string[] },
): DemoWave[] {
  return WAVES.flatMap(({ name, title, on }) =>
    (["platform-nps", "developer-experience"] as const).map((survey): DemoWave => {
      const questions = survey === "platform-nps" ? scores : statements;
      const people = DEMO_TEAMS.flatMap((team) =>
        developersOn(team.identifier, on).map(({ email }) => ({ team, email })),
      );
      const answers = people.flatMap(({ team, email }) => {
        const luck = chanceOf(`survey:${name}:${survey}:${email}`);
        if (!luck.chance(0.78)) return [];
        const lift = (hasAdopted(team, on) ? 0.7 : 0) + (name === "second" ? 0.35 : 0);
        return questions.map((question) => {
          const mood = luck.between(2.6, 4.5) + lift;
          const value =
            survey === "platform-nps" ? Math.min(10, Math.round(mood * 2)) : Math.min(5, Math.round(mood));
          return { respondent: email, team: team.identifier, question, value };
        });
      });
      return {
        survey,
        externalId: `demo:${survey}:${name}`,
        title: `${title} (demo data)`,
        closedAt: calendar.at(on, 1_000),
        invited: people.length,
        answers,
      };
    }),
  );
}
