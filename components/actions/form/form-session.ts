import type { FieldIssue } from "@/components/properties/form-values";
import { toRaw } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import type { InputDefinition, UserInputs } from "@/server/actions/core/definition/user-inputs";
import { inputsThatMatter } from "@/server/actions/core/form/graph";
import { settleAlone } from "@/server/actions/core/form/settle-alone";
import type { FormState } from "@/server/actions/core/form/state";
import { kindOf } from "@/server/properties/kind";
import { Evaluator } from "./evaluator";
import type { FormSource } from "./form-source";
import { givenValues, isOpen, presentDefinition, sentValues, withDefaults } from "./form-values";
import type { Filled } from "./form-values";

export interface SessionOptions {
  userInputs: UserInputs;
  /** The form for the start values. */
  start: FormState;
  /** Values that are there before anybody fills in anything and are no defaults: prefilled ones. */
  values?: Readonly<Record<string, unknown>>;
  /** What an earlier session of nearly the same form held. */
  filled?: Filled | undefined;
  evaluate: FormSource["evaluate"];
  /** Inputs that are computed anew when one changes. */
  dependents: (key: string) => Iterable<string>;
  check: (state: FormState, values: Record<string, unknown>) => Promise<FieldIssue[]>;
}

/** A fault of no single input; `step` is its position in the definition, null for the form as a whole. */
export interface FormFault {
  step: number | null;
  message: string;
}

/** What is checked: everything, or one step with its inputs. */
export type Scope = "all" | { step: number; keys: readonly string[] };

export interface SessionSnapshot extends Filled {
  state: FormState;
  /** Faults by input, found here or told by the server. */
  errors: Readonly<Record<string, readonly FieldIssue[]>>;
  /** Faults of the form as a whole or of a step. */
  formErrors: readonly FormFault[];
  /** Inputs whose computed parts are being asked about for noticeably long. */
  busy: ReadonlySet<string>;
  /** Why the form could not be asked about its newest values; null when it could. */
  failure: unknown;
  dirty: boolean;
}

/** Milliseconds after the last keystroke before the server is asked what follows. */
const TYPING_MS = 150;
/** Milliseconds before an input that is being computed says so. */
const BUSY_MS = 300;
const NOBODY: ReadonlySet<string> = new Set();
/** Kinds that are set by a choice, not by typing. */
const CHOSEN: ReadonlySet<string> = new Set(["enum", "boolean", "user", "team", "entity"]);

/** The new state, with those inputs of the old one that are the same: they need not be drawn again. */
function steady(old: FormState, next: FormState): FormState {
  const inputs = Object.fromEntries(
    Object.entries(next.inputs).map(([key, input]) => {
      const before = old.inputs[key];
      return [key, before && JSON.stringify(before) === JSON.stringify(input) ? before : input];
    }),
  );
  return { ...next, inputs };
}

/** Rules that do not hold and expressions that failed, of the form and of its steps. */
const faultsOf = (state: FormState): FormFault[] => [
  ...state.faults.map(({ key, message }) => ({
    step: null,
    message: `“${key}” of the form cannot be computed: ${message}`,
  })),
  ...state.steps.flatMap(({ faults }, step) =>
    faults.map(({ key, message }) => ({
      step,
      message: `“${key}” of this step cannot be computed: ${message}`,
    })),
  ),
  ...state.violations,
];

const isIn = (attempted: "all" | Extract<Scope, object>[], key: string): boolean =>
  attempted === "all" || attempted.some(({ keys }) => keys.includes(key));

export type FormSession = ReturnType<typeof createFormSession>;

/**
 * A form being filled in: what the person has, and what follows from it. Lives outside of React, so that a keystroke
 * draws the one field that changed.
 */
export function createFormSession(options: SessionOptions) {
  const { userInputs, start, evaluate, dependents, check } = options;
  const { properties } = userInputs;
  const matters = inputsThatMatter(userInputs);
  const given = Object.entries(options.values ?? {}).filter(([key]) => Object.hasOwn(properties, key));
  const first: Filled = {
    touched: new Set(given.map(([key]) => key)),
    raw: Object.fromEntries(
      given.map(([key, value]) => [key, toRaw(value, properties[key] as InputDefinition)]),
    ),
  };
  const kept = (filled: Filled, state: FormState): Filled => {
    const known = new Set([...filled.touched].filter((key) => Object.hasOwn(properties, key)));
    return { touched: known, raw: withDefaults(properties, { ...filled, touched: known }, state) };
  };
  const origin = { ...first, raw: withDefaults(properties, first, start) };
  let snapshot: SessionSnapshot = {
    ...(options.filled ? kept(options.filled, start) : origin),
    state: start,
    errors: {},
    formErrors: [],
    busy: NOBODY,
    failure: null,
    dirty: false,
  };
  const listeners = new Set<() => void>();
  let changed = new Set<string>();
  /** Inputs that changed since the server was last asked, and that nothing refers to. */
  let alone = new Set<string>();
  let busyTimer: ReturnType<typeof setTimeout> | null = null;
  /** After the first attempt to go on, each change is checked: of these steps, or of the whole form. */
  let attempted: "all" | Extract<Scope, object>[] = [];
  /** What the server said of inputs that have not been changed since. */
  let refused: Record<string, FieldIssue[]> = {};

  const set = (next: Partial<SessionSnapshot>) => {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  };
  const quiet = () => {
    if (busyTimer !== null) clearTimeout(busyTimer);
    busyTimer = null;
    changed = new Set();
  };
  /** A state with the newest values of the inputs that nothing refers to. */
  const withAlone = (state: FormState): FormState =>
    settleAlone(userInputs, state, alone, givenValues(properties, snapshot, state).values);
  const evaluator = new Evaluator<FormState>(
    (signal) => {
      alone = new Set();
      return evaluate(givenValues(properties, snapshot, snapshot.state), signal);
    },
    {
      onState: (answer) => {
        quiet();
        const state = steady(snapshot.state, withAlone(answer));
        set({ state, raw: withDefaults(properties, snapshot, state), busy: NOBODY, failure: null });
        recheck();
      },
      onFailure: (failure) => {
        quiet();
        set({ failure, busy: NOBODY });
      },
    },
  );

  const follow = (keys: Iterable<string>, delay: number) => {
    for (const key of keys) for (const dependent of dependents(key)) changed.add(dependent);
    busyTimer ??= setTimeout(() => set({ busy: new Set(changed) }), BUSY_MS);
    evaluator.changed(delay);
  };

  const findIssues = async (): Promise<FieldIssue[]> => {
    const { values, issues } = sentValues(properties, snapshot, snapshot.state);
    const unread = new Set(issues.map((issue) => issue.path[0]));
    const found = await check(snapshot.state, values);
    return [...issues, ...found.filter((issue) => !unread.has(issue.path[0] ?? ""))];
  };
  const show = (issues: readonly FieldIssue[]) => {
    const errors: Record<string, FieldIssue[]> = {};
    for (const issue of issues) {
      const key = String(issue.path[0] ?? "");
      if (!Object.hasOwn(properties, key) || !isIn(attempted, key)) continue;
      (errors[key] ??= []).push({ ...issue, path: issue.path.slice(1) });
    }
    const formErrors = faultsOf(snapshot.state).filter(
      ({ step }) => attempted === "all" || attempted.some((one) => one.step === step),
    );
    set({ errors: { ...errors, ...refused }, formErrors });
  };
  const recheck = () => {
    if (attempted !== "all" && attempted.length === 0) return;
    const { raw, state } = snapshot;
    void findIssues().then((issues) => {
      // An answer about an older text never replaces that about a newer one.
      if (snapshot.raw === raw && snapshot.state === state) show(issues);
    });
  };
  const isDirty = ({ raw, touched }: Filled): boolean =>
    [...touched].some(
      (key) => !origin.touched.has(key) || JSON.stringify(raw[key]) !== JSON.stringify(origin.raw[key]),
    ) || [...origin.touched].some((key) => !touched.has(key));

  const put = (filled: Filled, keys: readonly string[], delay: number) => {
    set({ ...filled, dirty: isDirty(filled) });
    // After a failure any change is reason enough to ask again.
    if (snapshot.failure !== null || keys.some((key) => matters.has(key))) follow(keys, delay);
    else {
      for (const key of keys) alone.add(key);
      const state = withAlone(snapshot.state);
      set({ state, raw: withDefaults(properties, snapshot, state) });
    }
    recheck();
  };

  return {
    userInputs,
    read: () => snapshot,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** A change by a person. */
    change(key: string, value: RawValue): void {
      delete refused[key];
      const touched = snapshot.touched.has(key) ? snapshot.touched : new Set(snapshot.touched).add(key);
      const definition = presentDefinition(properties[key] as InputDefinition, snapshot.state.inputs[key]);
      const delay = CHOSEN.has(kindOf(definition)) ? 0 : TYPING_MS;
      put({ raw: { ...snapshot.raw, [key]: value }, touched }, [key], delay);
    },
    /** Gives an input back to its default. */
    release(key: string): void {
      delete refused[key];
      const touched = new Set(snapshot.touched);
      touched.delete(key);
      const filled = { raw: snapshot.raw, touched };
      put({ touched, raw: withDefaults(properties, filled, snapshot.state) }, [key], 0);
    },
    /** All values anew, such as a draft's; without any, those of the start. */
    replace(filled: Filled = origin): void {
      refused = {};
      attempted = [];
      set({ errors: {}, formErrors: [] });
      put(kept(filled, snapshot.state), Object.keys(properties), 0);
    },
    /** Other values by the person, all at once; what was found wrong stays until it is checked anew. */
    fill(filled: Filled): void {
      refused = {};
      put(kept(filled, snapshot.state), Object.keys(properties), TYPING_MS);
    },
    /** Asks what follows from values that are there from the start. */
    begin: () => {
      if (snapshot.touched.size > 0) follow([], 0);
    },
    /** A field was left: what follows is asked about at once. */
    flush: () => evaluator.flush(),
    /** Asks again after a failure. */
    retry: () => {
      set({ failure: null });
      // What fails again is in the snapshot, where it is shown.
      evaluator.settled().catch(() => undefined);
    },
    /** Done when the state is that of the newest values. Rejects when it could not be asked for. */
    settled: () => evaluator.settled(),
    /** Checks the newest values: of one step, or of the whole form. Says whether nothing is wrong with them. */
    async check(scope: Scope = "all"): Promise<boolean> {
      if (attempted !== "all") attempted = scope === "all" ? "all" : [...attempted, scope];
      refused = {};
      const issues = await findIssues();
      show(issues);
      if (scope === "all") return issues.length === 0;
      const { step, keys } = scope;
      return (
        !issues.some((issue) => keys.includes(String(issue.path[0] ?? ""))) &&
        !faultsOf(snapshot.state).some((fault) => fault.step === step)
      );
    },
    /** Shows what the server refused, until those inputs change. Paths start with the key. */
    refuse(issues: readonly FieldIssue[]): void {
      refused = {};
      attempted = "all";
      for (const issue of issues) {
        const key = String(issue.path[0] ?? "");
        if (Object.hasOwn(properties, key))
          (refused[key] ??= []).push({ ...issue, path: issue.path.slice(1) });
      }
      set({ errors: { ...refused } });
      // What was refused follows from newer data than the form was drawn from.
      follow([], 0);
    },
    /** The values as they are sent now. */
    sent: () => sentValues(properties, snapshot, snapshot.state).values,
    isOpen: (key: string) => isOpen(snapshot.state.inputs[key]),
    stop: () => {
      quiet();
      evaluator.stop();
    },
  };
}
