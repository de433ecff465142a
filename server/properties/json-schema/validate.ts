import type { Issue } from "@/server/kernel/errors";
import { equalJson, jsonKey } from "../equal";
import { matchesPattern } from "../pattern";
import type { Path } from "../spec";
import { formatFault } from "./format";
import { isObject } from "./keywords";

/** Faults of a value under a JSON Schema that passed `checkJsonSchema`, with paths below the value. */
export function validateJson(schema: unknown, value: unknown, at: Path = []): Issue[] {
  if (schema === true || schema === undefined) return [];
  if (schema === false) return [{ path: at, message: "Nothing is allowed here. Remove it." }];
  const s = schema as Record<string, unknown>;
  const issues: Issue[] = [];
  const refuse = (message: string, path: Path = at) => issues.push({ path, message });
  if (s.type !== undefined && !hasType(s.type, value)) {
    refuse(`Must be ${[s.type].flat().join(" or ")}.`);
    return issues;
  }
  if (Array.isArray(s.enum) && !s.enum.some((v) => equalJson(v, value)))
    refuse(
      `Must be one of: ${s.enum
        .slice(0, 12)
        .map((v) => (typeof v === "string" ? v : JSON.stringify(v)))
        .join(", ")}.`,
    );
  if (s.const !== undefined && !equalJson(s.const, value)) refuse(`Must be ${JSON.stringify(s.const)}.`);
  if (typeof value === "number") numberFaults(s, value).forEach((m) => refuse(m));
  if (typeof value === "string") textFaults(s, value).forEach((m) => refuse(m));
  if (Array.isArray(value)) issues.push(...arrayIssues(s, value, at));
  else if (isObject(value)) issues.push(...objectIssues(s, value, at));
  issues.push(...combinedIssues(s, value, at));
  return issues;
}

const isValid = (schema: unknown, value: unknown) => validateJson(schema, value).length === 0;

function hasType(type: unknown, value: unknown): boolean {
  return [type].flat().some((t) => {
    if (t === "null") return value === null;
    if (t === "array") return Array.isArray(value);
    if (t === "object") return isObject(value);
    if (t === "integer") return Number.isInteger(value);
    if (t === "number") return Number.isFinite(value);
    return typeof value === t;
  });
}

function numberFaults(s: Record<string, unknown>, n: number): string[] {
  const faults: string[] = [];
  const bound = (key: string, holds: (limit: number) => boolean, words: string) => {
    const limit = s[key];
    if (typeof limit === "number" && !holds(limit)) faults.push(`Must be ${words} ${limit}.`);
  };
  bound("minimum", (l) => n >= l, "at least");
  bound("maximum", (l) => n <= l, "at most");
  bound("exclusiveMinimum", (l) => n > l, "greater than");
  bound("exclusiveMaximum", (l) => n < l, "less than");
  bound("multipleOf", (l) => Number.isInteger(n / l), "a multiple of");
  return faults;
}

function textFaults(s: Record<string, unknown>, text: string): string[] {
  const faults: string[] = [];
  const length = [...text].length;
  if (typeof s.minLength === "number" && length < s.minLength)
    faults.push(`Must have at least ${s.minLength} characters; it has ${length}.`);
  if (typeof s.maxLength === "number" && length > s.maxLength)
    faults.push(`Must have at most ${s.maxLength} characters; it has ${length}.`);
  if (typeof s.pattern === "string" && !matchesPattern(s.pattern, text))
    faults.push(`Must match the pattern ${s.pattern}`);
  const format = formatFault(s.format, text);
  if (format) faults.push(format);
  return faults;
}

function arrayIssues(s: Record<string, unknown>, list: unknown[], at: Path): Issue[] {
  const issues: Issue[] = [];
  const refuse = (message: string) => issues.push({ path: at, message });
  if (typeof s.minItems === "number" && list.length < s.minItems)
    refuse(`Must have at least ${s.minItems} items; it has ${list.length}.`);
  if (typeof s.maxItems === "number" && list.length > s.maxItems)
    refuse(`Must have at most ${s.maxItems} items; it has ${list.length}.`);
  if (s.uniqueItems === true && new Set(list.map(jsonKey)).size < list.length)
    refuse("Must not have the same item twice.");
  if (s.contains !== undefined && !list.some((item) => isValid(s.contains, item)))
    refuse("None of its items is of the demanded form.");
  if (s.items !== undefined)
    list.forEach((item, i) => issues.push(...validateJson(s.items, item, [...at, i])));
  return issues;
}

function objectIssues(s: Record<string, unknown>, object: Record<string, unknown>, at: Path): Issue[] {
  const issues: Issue[] = [];
  const keys = Object.keys(object);
  const refuse = (message: string, path: Path = at) => issues.push({ path, message });
  for (const key of Array.isArray(s.required) ? (s.required as string[]) : [])
    if (!Object.hasOwn(object, key)) refuse(`"${key}" is required.`, [...at, key]);
  if (typeof s.minProperties === "number" && keys.length < s.minProperties)
    refuse(`Must have at least ${s.minProperties} keys; it has ${keys.length}.`);
  if (typeof s.maxProperties === "number" && keys.length > s.maxProperties)
    refuse(`Must have at most ${s.maxProperties} keys; it has ${keys.length}.`);
  const properties = isObject(s.properties) ? s.properties : {};
  const patterns = isObject(s.patternProperties) ? Object.entries(s.patternProperties) : [];
  for (const key of keys) {
    const path = [...at, key];
    const matching = patterns.filter(([pattern]) => matchesPattern(pattern, key));
    if (Object.hasOwn(properties, key)) issues.push(...validateJson(properties[key], object[key], path));
    for (const [, schema] of matching) issues.push(...validateJson(schema, object[key], path));
    if (!Object.hasOwn(properties, key) && matching.length === 0 && s.additionalProperties !== undefined)
      issues.push(
        ...(s.additionalProperties === false
          ? [{ path, message: `The key "${key}" is not allowed.` }]
          : validateJson(s.additionalProperties, object[key], path)),
      );
    if (s.propertyNames !== undefined && !isValid(s.propertyNames, key))
      refuse(`The key "${key}" is not allowed.`, path);
  }
  for (const [key, needs] of isObject(s.dependencies) ? Object.entries(s.dependencies) : []) {
    if (!Object.hasOwn(object, key)) continue;
    if (!Array.isArray(needs)) issues.push(...validateJson(needs, object, at));
    else
      for (const other of needs as string[])
        if (!Object.hasOwn(object, other))
          refuse(`"${other}" is required when "${key}" is given.`, [...at, other]);
  }
  return issues;
}

function combinedIssues(s: Record<string, unknown>, value: unknown, at: Path): Issue[] {
  const issues: Issue[] = [];
  const refuse = (message: string) => issues.push({ path: at, message });
  if (Array.isArray(s.allOf)) for (const part of s.allOf) issues.push(...validateJson(part, value, at));
  if (Array.isArray(s.anyOf) && !s.anyOf.some((part) => isValid(part, value)))
    refuse("Fits none of the allowed forms.");
  if (Array.isArray(s.oneOf)) {
    const fitting = s.oneOf.filter((part) => isValid(part, value)).length;
    if (fitting !== 1)
      refuse(
        fitting
          ? `Fits ${fitting} of the allowed forms, and must fit exactly one.`
          : "Fits none of the allowed forms.",
      );
  }
  if (s.not !== undefined && isValid(s.not, value)) refuse("Has a form that is not allowed.");
  if (s.if !== undefined) issues.push(...validateJson(isValid(s.if, value) ? s.then : s.else, value, at));
  return issues;
}
