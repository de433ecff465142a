// One thread that checks and evaluates policies. A thread, since nothing else ends an expression that does not end by itself.
import { parentPort, workerData } from "node:worker_threads";
import { RE2JS } from "re2js";
import { createEnvironment } from "./environment.mjs";

const KNOWN_PROGRAMS = 500;
/** Longer messages are cut. */
const LONGEST_MESSAGE = 2_000;

// `matches` makes a RegExp of what a policy says: one whose time is linear takes its place in this thread.
globalThis.RegExp = class {
  constructor(pattern) {
    this.pattern = RE2JS.compile(RE2JS.translateRegExp(pattern));
  }
  test(text) {
    return this.pattern.matcher(text).find();
  }
};

const { env, values } = createEnvironment(workerData);
const programs = new Map();

/** The checker's own terms in those of people who write policies. */
const inWords = (message) =>
  message === "Unexpected token: EOF"
    ? "It ends too early: something is missing."
    : message.replace(/^no such overload: /, "These types do not go together: ");

/** A fault as it is told: what it is, and which characters of the text it is about. */
const fault = (error, part) => ({
  part,
  message: inWords(String(error.summary ?? error.message ?? error)).slice(0, 500),
  from: error.range?.start ?? null,
  to: error.range?.end ?? null,
});

/** A text that gives `wanted`, checked; throws a fault. */
function compile(text, wanted, part) {
  const known = programs.get(`${wanted} ${text}`);
  if (known) return known;
  let program;
  try {
    program = env.parse(text);
    const checked = program.check();
    if (!checked.valid) throw checked.error;
    if (checked.type !== wanted && checked.type !== "dyn")
      throw Object.assign(new Error(`It gives ${checked.type}, and has to give ${wanted}.`), {
        range: { start: 0, end: text.length },
      });
  } catch (error) {
    throw fault(error, part);
  }
  if (programs.size >= KNOWN_PROGRAMS) programs.clear();
  programs.set(`${wanted} ${text}`, program);
  return program;
}

function evaluate(text, wanted, part, context) {
  const program = compile(text, wanted, part);
  let result;
  try {
    result = program(context);
  } catch (error) {
    throw fault(error, part);
  }
  if (typeof result !== (wanted === "bool" ? "boolean" : "string"))
    throw {
      part,
      message: `It gave no ${wanted === "bool" ? "true or false" : "text"}.`,
      from: null,
      to: null,
    };
  return result;
}

function judge({ expression, message }, context) {
  try {
    if (evaluate(expression, "bool", "expression", context)) return { pass: true, message: "" };
    return {
      pass: false,
      message: evaluate(message, "string", "message", context).slice(0, LONGEST_MESSAGE),
    };
  } catch (error) {
    return { error: error.part ? error : fault(error, "expression") };
  }
}

function check({ expression, message }) {
  const faults = [];
  for (const [text, wanted, part] of [
    [expression, "bool", "expression"],
    [message, "string", "message"],
  ])
    try {
      compile(text, wanted, part);
    } catch (error) {
      faults.push(error.part ? error : fault(error, part));
    }
  return { faults };
}

parentPort.on("message", ({ facts, programs: asked }) => {
  let context;
  try {
    context = facts && values(JSON.parse(facts));
  } catch (error) {
    for (const [index] of asked.entries())
      parentPort.postMessage({ index, answer: { error: fault(error, "expression") } });
    return;
  }
  for (const [index, program] of asked.entries())
    parentPort.postMessage({ index, answer: facts ? judge(program, context) : check(program) });
});
parentPort.postMessage("ready");
