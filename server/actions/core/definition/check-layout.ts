import type { Issue } from "@/server/kernel/errors";
import type { UserInputs } from "./user-inputs";

type Path = (string | number)[];

/** Faults of what stands around the inputs: `required`, `order`, `titles` and `steps`. Paths start at the inputs' object. */
export function checkLayout(userInputs: UserInputs): Issue[] {
  const { properties, required, order, titles = {}, steps = [] } = userInputs;
  const isInput = (key: string) => Object.hasOwn(properties, key);
  const isPlace = (key: string) => isInput(key) || Object.hasOwn(titles, key);
  return [
    ...(Array.isArray(required) ? unknownKeys(required, isInput, ["required"], "input") : []),
    ...places(order ?? [], ["order"], isPlace),
    ...steps.flatMap((step, i) => places(step.order ?? [], ["steps", i, "order"], isPlace)),
    ...placedTwice(steps),
    ...(order && userInputs.steps ? [{ path: ["order"], message: 'Use "order" or "steps", not both.' }] : []),
    ...Object.keys(titles)
      .filter(isInput)
      .map((key) => ({ path: ["titles", key], message: `"${key}" is an input already.` })),
  ];
}

function places(keys: string[], path: Path, isPlace: (key: string) => boolean): Issue[] {
  const twice = keys.flatMap((key, i) =>
    keys.indexOf(key) < i ? [{ path: [...path, i], message: `"${key}" is in the list twice.` }] : [],
  );
  return [...unknownKeys(keys, isPlace, path, "input or title"), ...twice];
}

function unknownKeys(keys: string[], known: (key: string) => boolean, path: Path, what: string): Issue[] {
  return keys.flatMap((key, i) =>
    known(key) ? [] : [{ path: [...path, i], message: `There is no ${what} "${key}".` }],
  );
}

/** An input of two steps would be asked for twice. */
function placedTwice(steps: NonNullable<UserInputs["steps"]>): Issue[] {
  const stepOf = new Map<string, number>();
  return steps.flatMap((step, i) =>
    (step.order ?? []).flatMap((key, j) => {
      const first = stepOf.get(key) ?? i;
      stepOf.set(key, first);
      if (first === i) return [];
      return [
        {
          path: ["steps", i, "order", j],
          message: `"${key}" is in the step "${steps[first]!.title}" already. Remove it from one of the two.`,
        },
      ];
    }),
  );
}
