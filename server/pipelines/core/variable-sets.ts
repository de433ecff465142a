import { z } from "zod";
import { connectionIdentifier, environmentName, VARIABLE_KINDS, type VariableKind } from "../schema";

const terraformName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/, "Use letters, digits and underscores, as modules name variables.");

/** Values that are kept or shown; a state of a megabyte is no variable. In characters of JSON. */
const MAX_VALUE = 65_536;
const value = z
  .json()
  .refine(
    (given) => JSON.stringify(given).length <= MAX_VALUE,
    `A value has at most ${MAX_VALUE} characters.`,
  );

const variable = z
  .strictObject({
    kind: z.enum(VARIABLE_KINDS),
    name: z.string(),
    /** Kept sealed and never shown again. */
    sensitive: z.boolean().default(false),
    description: z.string().trim().max(500).nullish(),
    /** Left out: the value that is stored stays. */
    value: value.optional(),
  })
  .superRefine(({ kind, name, value: given }, context) => {
    const fault = (kind === "terraform" ? terraformName : environmentName).safeParse(name).error?.issues[0];
    if (fault) context.addIssue({ code: "custom", path: ["name"], message: fault.message });
    if (kind === "environment" && given !== undefined && typeof given !== "string")
      context.addIssue({
        code: "custom",
        path: ["value"],
        message: "Variables of the environment are texts.",
      });
    if (kind === "environment" && typeof given === "string" && given.includes("\0"))
      context.addIssue({ code: "custom", path: ["value"], message: "A value cannot hold a NUL character." });
  });

export const variableSetInput = z.strictObject({
  identifier: connectionIdentifier,
  title: z.string().trim().min(1, "Give it a name.").max(100),
  description: z.string().trim().max(500).nullish(),
  /** For runs of this team alone; with an environment, for the team's runs there. */
  team: z.string().trim().min(1).max(100).nullish(),
  environment: z.string().trim().min(1).max(100).nullish(),
  variables: z
    .array(variable)
    .max(200, "A set has at most 200 variables.")
    .superRefine((variables, context) => {
      const seen = new Set<string>();
      for (const [index, { kind, name }] of variables.entries()) {
        if (seen.has(`${kind}:${name}`))
          context.addIssue({
            code: "custom",
            path: [index, "name"],
            message: `${name} is in the set twice.`,
          });
        seen.add(`${kind}:${name}`);
      }
    }),
});
export type VariableSetInput = z.infer<typeof variableSetInput>;

/** A variable set as people see it: values of sensitive variables are never given out. */
export interface VariableSetSummary {
  identifier: string;
  title: string;
  description: string | null;
  team: string | null;
  environment: string | null;
  variables: {
    kind: VariableKind;
    name: string;
    sensitive: boolean;
    description: string | null;
    value: unknown;
    updatedAt: Date;
  }[];
  updatedAt: Date;
  updatedBy: string;
}

interface Scoped {
  identifier: string;
  team: string | null;
  environment: string | null;
}

/** The narrower a set's scope, the more it counts: team in an environment, team, environment, organisation. */
export const scopeRank = ({ team, environment }: Pick<Scoped, "team" | "environment">): number =>
  team !== null && environment !== null ? 0 : team !== null ? 1 : environment !== null ? 2 : 3;

/** Sets in the order in which they win over one another; of equal scope, by identifier, so that the order never changes by itself. */
export const byPriority = (a: Scoped, b: Scoped): number =>
  scopeRank(a) - scopeRank(b) || (a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0);

/** Of the same variable in several sets, the one that wins; `sets` in any order. */
export function winning<
  V extends { kind: VariableKind; name: string },
  S extends Scoped & { variables: V[] },
>(sets: readonly S[]): { set: S; variable: V }[] {
  const found = new Map<string, { set: S; variable: V }>();
  for (const set of [...sets].sort(byPriority))
    for (const variable of set.variables) {
      const key = `${variable.kind}:${variable.name}`;
      if (!found.has(key)) found.set(key, { set, variable });
    }
  return [...found.values()];
}
