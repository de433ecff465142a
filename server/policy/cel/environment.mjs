// The names that expressions know, with their types, and how the facts of a run become values of CEL.
import { Environment } from "@marcbachmann/cel-js";
import { handlers } from "./functions.mjs";

/** More than these and nobody can review it; they also bound what one evaluation can be. */
const LIMITS = {
  maxAstNodes: 2_000,
  maxDepth: 48,
  maxListElements: 500,
  maxMapEntries: 500,
  maxCallArguments: 16,
};

const changes =
  (...actions) =>
  (plan) =>
    plan.changes.filter(({ action }) => actions.includes(action));

/** Fields that are parts of a field before them: they are not sent twice. */
const PARTS = {
  Plan: {
    creates: changes("create", "replace"),
    updates: changes("update"),
    destroys: changes("delete", "replace"),
  },
};

/** In: the declarations of `core/reference.ts`. Out: the environment, and a function that makes values of facts. */
export function createEnvironment({ types, variables, functions }) {
  const env = new Environment({ limits: LIMITS });
  const constructors = new Map();
  const fieldsOf = new Map(Object.entries(types).map(([name, fields]) => [name, fields]));
  const register = (name) => {
    if (constructors.has(name)) return;
    const fields = fieldsOf.get(name);
    for (const { type } of fields) {
      const other = type.replace(/^list<(.+)>$/, "$1");
      if (fieldsOf.has(other)) register(other);
    }
    const ctor = { [name]: class {} }[name];
    constructors.set(name, ctor);
    env.registerType(name, {
      ctor,
      fields: Object.fromEntries(fields.map((field) => [field.name, field.type])),
    });
  };
  for (const name of fieldsOf.keys()) register(name);
  for (const { name, type } of variables) env.registerVariable(name, type);
  for (const { signature } of functions)
    env.registerFunction(signature, handlers[signature], { async: false });
  // Numbers of JSON are whole or not as they happen to be: arithmetic between both is a double's.
  const arithmetic = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / b,
  };
  for (const [operator, compute] of Object.entries(arithmetic))
    for (const [left, right] of [
      ["int", "double"],
      ["double", "int"],
    ])
      env.registerOperator(`${left} ${operator} ${right}: double`, (a, b) => compute(Number(a), Number(b)));

  const value = (type, given) => {
    const list = /^list<(.+)>$/.exec(type);
    if (list) return given.map((item) => value(list[1], item));
    const fields = fieldsOf.get(type);
    if (fields) {
      const made = new (constructors.get(type))();
      for (const field of fields)
        made[field.name] = PARTS[type]?.[field.name]?.(made) ?? value(field.type, given[field.name]);
      return made;
    }
    if (type === "google.protobuf.Timestamp") return new Date(given);
    if (type === "int") return BigInt(given);
    if (type === "double") return Number(given);
    return type.startsWith("map<") || type === "dyn" ? json(given) : given;
  };
  return {
    env,
    values: (facts) =>
      Object.fromEntries(variables.map(({ name, type }) => [name, value(type, facts[name])])),
  };
}

/** JSON as CEL has it: objects are maps, in which no name means anything of its own; whole numbers are ints. */
function json(given) {
  if (Array.isArray(given)) return given.map(json);
  if (typeof given === "object" && given !== null)
    return new Map(Object.entries(given).map(([key, item]) => [key, json(item)]));
  if (typeof given === "number") return Number.isSafeInteger(given) ? BigInt(given) : given;
  return given ?? null;
}
