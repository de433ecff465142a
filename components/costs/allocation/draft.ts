import type { AllocationSettings } from "../cost-types";

export type Rule = AllocationSettings["rules"][number];
export type Pool = AllocationSettings["pools"][number];
export type Condition = Rule["when"][number];

/** Lists are edited as texts with commas, maps as rows: what is half typed has a place, and order stays as it is. */
export interface AllocationDraft {
  basis: AllocationSettings["basis"];
  tags: Record<keyof AllocationSettings["tags"], string>;
  aliases: { name: string; team: string }[];
  accounts: { account: string; team: string; environment: string; costCentre: string }[];
  blueprints: string;
  resourceProperties: string;
  rules: { title: string; when: Condition[]; team: string; environment: string; costCentre: string }[];
  pools: {
    title: string;
    when: Condition[];
    by: "cost" | "even" | "weights";
    weights: { team: string; weight: string }[];
  }[];
  defaultTeam: string;
}

const commas = (list: readonly string[]) => list.join(", ");
const listOf = (text: string) =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
const orNull = (text: string) => text.trim() || null;

export function draftOf(settings: AllocationSettings): AllocationDraft {
  const { tags } = settings;
  return {
    basis: settings.basis,
    tags: {
      team: commas(tags.team),
      environment: commas(tags.environment),
      costCentre: commas(tags.costCentre),
      entity: commas(tags.entity),
    },
    aliases: Object.entries(settings.teamAliases).map(([name, team]) => ({ name, team })),
    accounts: Object.entries(settings.accounts).map(([account, { team, environment, costCentre }]) => ({
      account,
      team: team ?? "",
      environment: environment ?? "",
      costCentre: costCentre ?? "",
    })),
    blueprints: commas(settings.blueprints),
    resourceProperties: commas(settings.resourceProperties),
    rules: settings.rules.map(({ title, when, assign }) => ({
      title,
      when,
      team: assign.team ?? "",
      environment: assign.environment ?? "",
      costCentre: assign.costCentre ?? "",
    })),
    pools: settings.pools.map(({ title, when, split }) => ({
      title,
      when,
      by: split.by,
      weights:
        split.by === "weights"
          ? Object.entries(split.weights).map(([team, weight]) => ({ team, weight: String(weight) }))
          : [],
    })),
    defaultTeam: settings.defaultTeam ?? "",
  };
}

/** The settings that a draft stands for; rows without a key are no rows yet. */
export function settingsOf(draft: AllocationDraft): AllocationSettings {
  const { tags } = draft;
  const assign = (row: { team: string; environment: string; costCentre: string }) => ({
    team: orNull(row.team),
    environment: orNull(row.environment),
    costCentre: orNull(row.costCentre),
  });
  return {
    basis: draft.basis,
    tags: {
      team: listOf(tags.team),
      environment: listOf(tags.environment),
      costCentre: listOf(tags.costCentre),
      entity: listOf(tags.entity),
    },
    teamAliases: Object.fromEntries(
      draft.aliases
        .filter(({ name, team }) => name.trim() && team.trim())
        .map(({ name, team }) => [name, team]),
    ),
    accounts: Object.fromEntries(
      draft.accounts.filter(({ account }) => account.trim()).map((row) => [row.account.trim(), assign(row)]),
    ),
    blueprints: listOf(draft.blueprints),
    resourceProperties: listOf(draft.resourceProperties),
    rules: draft.rules.map((rule) => ({ title: rule.title, when: rule.when, assign: assign(rule) })),
    pools: draft.pools.map(({ title, when, by, weights }) => ({
      title,
      when,
      split:
        by === "weights"
          ? {
              by,
              weights: Object.fromEntries(
                weights
                  .filter(({ team }) => team.trim())
                  .map(({ team, weight }) => [team.trim(), Number(weight)]),
              ),
            }
          : { by },
    })),
    defaultTeam: orNull(draft.defaultTeam),
  };
}
