import { isDynamic } from "@/server/properties/kind";
import type { UserInputs } from "../core/definition/user-inputs";
import { secretsAmong, secretsOf } from "../core/form/expressions";
import type { Given } from "../core/form/settle";

/** What somebody sends about a form that they fill in. */
export interface FilledIn extends Given {
  /** The inputs that the person changed: the others follow their computed defaults, whatever their values say. */
  touched?: readonly string[] | undefined;
}

/** What a form is evaluated with: of secret inputs only whether they have a value. */
export function givenFrom(userInputs: UserInputs, { values, secrets = [], touched }: FilledIn): Given {
  const hidden = new Set(secretsOf(userInputs));
  const follows = (key: string) =>
    touched !== undefined && !touched.includes(key) && isDynamic(userInputs.properties[key]?.default);
  return {
    values: Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key) && !follows(key))),
    secrets: [...secrets.filter((key) => hidden.has(key)), ...secretsAmong(userInputs, values)],
  };
}
