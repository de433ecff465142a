import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { compile } from "@/server/properties/compile";
import { checkForm, valuesToSend } from "../core/form/check-form";
import { effectiveSet } from "../core/form/effective";
import { isDynamicForm } from "../core/form/expressions";
import { inputsThatMatter } from "../core/form/graph";
import { isEmptyInput, settleAlone } from "../core/form/settle-alone";
import { staticState } from "../core/form/static-state";
import type { UserInputs } from "../core/definition/user-inputs";
import { evaluateForm } from "./evaluate";
import { readInputs } from "./inputs";
import { forms, sentFor } from "./testing-arbitrary";

/** Somebody of whom nothing has to be read: the forms here name no entities, people or teams. */
const person = {
  kind: "client" as const,
  id: "00000000-0000-4000-8000-000000000001",
  name: "ci",
  role: "member" as const,
  ownerId: null,
};
const ctx = { actor: person, origin: "UI", requestId: "r", db: null as never } satisfies Context;

const stateFor = (userInputs: UserInputs, values: Record<string, unknown>) =>
  evaluateForm(ctx, { userInputs, entity: null, person }, { values });
/** As the browser does it: the state from the server where the form needs one, its own where not. */
const browser = async (userInputs: UserInputs, values: Record<string, unknown>) => {
  const state = isDynamicForm(userInputs)
    ? await stateFor(userInputs, values)
    : staticState(userInputs, values);
  return checkForm(userInputs, state, values);
};
/** As a request is read. */
const server = async (userInputs: UserInputs, values: Record<string, unknown>) => {
  try {
    const trigger = { type: "self-service" as const, operation: "CREATE" as const, userInputs };
    return { ok: true as const, values: await readInputs(ctx, { trigger }, values) };
  } catch (error) {
    if (error instanceof Invalid) return { ok: false as const, issues: error.details.issues! };
    throw error;
  }
};

const cases = forms.chain((userInputs) => fc.tuple(fc.constant(userInputs), sentFor(userInputs)));
const options = { seed: 20261125, numRuns: 100 };

describe("a form in the browser and a request to the server", () => {
  it("are accepted and refused alike, at the same places", async () => {
    const tally = { accepted: 0, refused: 0, dynamic: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ([userInputs, kept]) => {
        if (isDynamicForm(userInputs)) tally.dynamic++;
        // Whatever somebody sends, and what the browser makes of it: most of the one is refused, much of the other is not.
        for (const values of [kept, valuesToSend(userInputs, await stateFor(userInputs, kept), kept)]) {
          const [here, there] = [await browser(userInputs, values), await server(userInputs, values)];
          tally[here.ok ? "accepted" : "refused"]++;
          if (here.ok) expect(there).toEqual(here);
          else
            expect(there).toEqual({
              ok: false,
              issues: here.issues.map(({ path, message }) => ({ path: ["properties", ...path], message })),
            });
        }
      }),
      options,
    );
    // A generator that only ever makes one of the two would prove nothing.
    expect(tally.accepted).toBeGreaterThan(20);
    expect(tally.refused).toBeGreaterThan(40);
    expect(tally.dynamic).toBeGreaterThan(60);
  }, 60_000);

  it("agree on what inputs that nothing refers to do to the form, which the browser does not ask about", async () => {
    let changed = 0;
    const changes = forms.chain((form) => fc.tuple(fc.constant(form), sentFor(form), sentFor(form)));
    await fc.assert(
      fc.asyncProperty(changes, async ([userInputs, before, other]) => {
        const matters = inputsThatMatter(userInputs);
        const alone = Object.keys(userInputs.properties).filter((key) => !matters.has(key));
        const after = Object.fromEntries(
          [...new Set([...Object.keys(before), ...alone])].flatMap((key) => {
            const from = alone.includes(key) ? other : before;
            return Object.hasOwn(from, key) ? [[key, from[key]]] : [];
          }),
        );
        if (alone.length > 0) changed++;
        expect(settleAlone(userInputs, await stateFor(userInputs, before), alone, after)).toEqual(
          await stateFor(userInputs, after),
        );
      }),
      options,
    );
    expect(changed).toBeGreaterThan(20);
  }, 60_000);

  it("agree on what is sent: a form that passes is accepted as it stands, and means the same", async () => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ([userInputs, kept]) => {
        const state = await stateFor(userInputs, kept);
        const sent = valuesToSend(userInputs, state, kept);
        expect(sent).toEqual(state.values);
        if (!checkForm(userInputs, state, sent).ok) return;
        passed++;
        expect(await server(userInputs, sent)).toEqual({ ok: true, values: state.values });
        expect(await stateFor(userInputs, state.values)).toEqual(state);
      }),
      options,
    );
    expect(passed).toBeGreaterThan(20);
  }, 60_000);

  it("accept only what the JSON Schema of the form accepts", async () => {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv, ["email", "ipv4"]);
    for (const format of ["url", "date-time", "multi-line", "yaml"]) ajv.addFormat(format, true);
    await fc.assert(
      fc.asyncProperty(cases, async ([userInputs, values]) => {
        const state = await stateFor(userInputs, values);
        const checked = checkForm(userInputs, state, values);
        if (!checked.ok) return;
        const { jsonSchema } = compile(effectiveSet(userInputs, state), { scope: "input" });
        // The reference refuses to read a list of no choices.
        const reference = JSON.parse(
          JSON.stringify(jsonSchema).replaceAll('"enum":[]', '"not":{}'),
        ) as object;
        const given = Object.entries(checked.values).filter(
          ([key, value]) => state.inputs[key]!.visible && !isEmptyInput(value, userInputs.properties[key]!),
        );
        expect(ajv.validate(reference, Object.fromEntries(given)), JSON.stringify(ajv.errors)).toBe(true);
      }),
      options,
    );
  }, 60_000);
});

describe("the order of inputs in a definition", () => {
  it("does not matter to what the form is like", async () => {
    const shuffled = cases.chain(([userInputs, values]) =>
      fc.tuple(
        fc.constant(userInputs),
        fc.shuffledSubarray(Object.keys(userInputs.properties), {
          minLength: Object.keys(userInputs.properties).length,
        }),
        fc.constant(values),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([userInputs, keys, values]) => {
        const properties = Object.fromEntries(keys.map((key) => [key, userInputs.properties[key]!]));
        expect(await stateFor({ ...userInputs, properties }, values)).toEqual(
          await stateFor(userInputs, values),
        );
      }),
      options,
    );
  }, 60_000);
});
