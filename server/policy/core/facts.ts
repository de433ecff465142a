import type { PlanSummary, ResourceChange } from "@/server/pipelines/schema";
import type { PolicyInput } from "../schema";
import { attributeTree } from "./attributes";

/** What expressions see of a run: a value for each name of `reference.ts`, as plain JSON. */
export type PolicyFacts = Record<string, unknown>;

/** The facts of a run in the form that expressions know, with days and hours of the organisation's time zone. */
export function factsFor(input: PolicyInput, timeZone: string): PolicyFacts {
  const { entity, target, estimate, module } = input;
  return {
    action: { ...input.action, blueprint: input.blueprint ?? "" },
    operation: input.action.operation,
    inputs: input.inputs,
    entity: {
      exists: entity !== null,
      identifier: entity?.identifier ?? target?.identifier ?? "",
      title: entity?.title ?? "",
      blueprint: entity?.blueprint ?? target?.blueprint ?? "",
      teams: entity?.team ?? [],
      properties: entity?.properties ?? {},
      relations: entity?.relations ?? {},
    },
    user: {
      id: input.requester.id,
      name: input.requester.name,
      email: input.requester.email ?? "",
      role: input.requester.role ?? "",
      kind: input.requester.kind,
      leads: input.teams.filter(({ role }) => role === "lead").map(({ team }) => team),
    },
    teams: input.teams.map(({ team }) => team),
    team: input.team ?? "",
    environment: input.environment ?? "",
    time: timeFacts(new Date(input.at), timeZone),
    plan: planFacts(input.plan),
    estimate: {
      known: estimate?.monthly !== null && estimate?.monthly !== undefined,
      monthly: toCents(estimate?.monthly ?? null),
      currency: estimate?.currency ?? "",
      source: estimate?.source ?? "none",
    },
    budgets: input.budgets.map((budget) => ({
      budget: budget.budget,
      title: budget.title,
      state: budget.state,
      currency: budget.currency,
      amount: toCents(budget.amount),
      adds: toCents(budget.adds),
      left: toCents(budget.left),
    })),
    target: { blueprint: target?.blueprint ?? "", identifier: target?.identifier ?? "" },
    module: { source: module?.source ?? "", version: module?.version ?? "", sha256: module?.sha256 ?? "" },
  };
}

/**
 * A decimal text as a number, rounded to cents, half away from zero, so that comparing it does not hang on digits that
 * nobody sees. Null, and what is no decimal, give 0. Numbers are for comparing only: money is never added up with them.
 */
export function toCents(decimal: string | null): number {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal?.trim() ?? "");
  if (!found) return 0;
  const [, sign, whole, fraction = ""] = found;
  const digits = `${fraction}000`;
  const cents = BigInt(whole! + digits.slice(0, 2)) + (digits[2]! >= "5" ? 1n : 0n);
  return Number(cents) / (sign ? -100 : 100) || 0;
}

function planFacts(plan: PlanSummary | null) {
  return {
    known: plan !== null,
    empty: plan?.empty ?? true,
    // Its parts (creates, updates, destroys) are made of it where expressions are evaluated.
    changes: (plan?.resources ?? []).map(changeFacts),
    counts: plan?.counts ?? { create: 0, update: 0, delete: 0, replace: 0 },
  };
}

const changeFacts = ({ address, type, name, provider, action, attributes }: ResourceChange) => ({
  address,
  type,
  name,
  provider,
  action,
  before: attributeTree(attributes, "before"),
  after: attributeTree(attributes, "after"),
  unknown: attributes.filter(({ unknownAfter }) => unknownAfter).map(({ path }) => path),
  sensitive: attributes.filter(({ sensitive }) => sensitive).map(({ path }) => path),
});

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // Intl says by throwing that it knows no such zone.
    return false;
  }
}

function timeFacts(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? "";
  const date = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return {
    now: at.toISOString(),
    date,
    day: part("weekday").toLowerCase(),
    hour: Number(part("hour")),
    minute: Number(part("minute")),
    clock: `${date} ${part("hour")}:${part("minute")}`,
    zone: timeZone,
  };
}
