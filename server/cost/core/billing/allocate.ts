import type { AllocationSettings, Assignment, Condition } from "./settings";

/** What is known of costs that have the same origin. */
export interface CostOrigin {
  provider: string;
  billingAccountId: string;
  subAccountId: string | null;
  serviceCategory: string | null;
  serviceName: string | null;
  region: string | null;
  resourceId: string | null;
  resourceType: string | null;
  tags: Record<string, string> | null;
}

/** An entity of the catalog that costs can be of. */
export interface CostBearer {
  blueprint: string;
  entity: string;
  team: string | null;
  environment: string | null;
}

/** What the catalog knows, by lower-case names. */
export interface CostBearers {
  teams: ReadonlyMap<string, string>;
  byName: ReadonlyMap<string, CostBearer>;
  byResource: ReadonlyMap<string, CostBearer>;
}

export interface Allocated extends Assignment {
  blueprint: string | null;
  entity: string | null;
  pool: string | null;
  /** What said the team or the pool, for people; null: nothing did. */
  allocatedBy: string | null;
}

/**
 * Whose costs they are. A pool comes first, since what is shared has no team of its own; then each of team, environment and
 * cost centre is taken from the first that says it: a tag, the account, the entity with the resource, a rule, the default team.
 */
export function allocate(origin: CostOrigin, settings: AllocationSettings, bearers: CostBearers): Allocated {
  const tags = new Map(
    Object.entries(origin.tags ?? {}).map(([key, value]) => [key.trim().toLowerCase(), value]),
  );
  const firstTag = (keys: readonly string[]) => {
    for (const key of keys) {
      const value = tags.get(key.toLowerCase());
      if (value !== undefined && value !== "") return { key, value };
    }
    return null;
  };
  const named = firstTag(settings.tags.entity);
  const bearer =
    (origin.resourceId ? bearers.byResource.get(origin.resourceId.toLowerCase()) : undefined) ??
    (named ? bearers.byName.get(named.value.toLowerCase()) : undefined) ??
    null;
  const pool = settings.pools.find(({ when }) => when.every((condition) => holds(condition, origin, tags)));
  const found: Allocated = {
    team: null,
    environment: null,
    costCentre: null,
    blueprint: bearer?.blueprint ?? null,
    entity: bearer?.entity ?? null,
    pool: pool?.title ?? null,
    allocatedBy: pool ? `pool ${pool.title}` : null,
  };
  const take = (by: string, says: Partial<Assignment>) => {
    found.environment ??= says.environment ?? null;
    found.costCentre ??= says.costCentre ?? null;
    if (found.team !== null || found.pool !== null || !says.team) return;
    found.team = says.team;
    found.allocatedBy = by;
  };

  const team = firstTag(settings.tags.team);
  take(`tag ${team?.key ?? ""}`, {
    team: team ? teamOf(team.value, settings, bearers) : null,
    environment: firstTag(settings.tags.environment)?.value ?? null,
    costCentre: firstTag(settings.tags.costCentre)?.value ?? null,
  });
  for (const account of [origin.subAccountId, origin.billingAccountId])
    if (account) take(`account ${account}`, settings.accounts[account] ?? {});
  if (bearer) take(`entity ${bearer.entity}`, { team: bearer.team, environment: bearer.environment });
  for (const rule of settings.rules)
    if (rule.when.every((condition) => holds(condition, origin, tags)))
      take(`rule ${rule.title}`, rule.assign);
  take("default", { team: settings.defaultTeam });
  return found;
}

/** The team that a tag names: by an alias, its identifier or its title. A name that no team has says nothing. */
function teamOf(value: string, settings: AllocationSettings, bearers: CostBearers): string | null {
  const wanted = value.trim().toLowerCase();
  const alias = Object.entries(settings.teamAliases).find(([name]) => name.toLowerCase() === wanted)?.[1];
  return bearers.teams.get((alias ?? wanted).toLowerCase()) ?? null;
}

function holds(
  { field, operator, value }: Condition,
  origin: CostOrigin,
  tags: ReadonlyMap<string, string>,
): boolean {
  const is = field.startsWith("tag:")
    ? (tags.get(field.slice("tag:".length).trim().toLowerCase()) ?? null)
    : (origin[field as Exclude<keyof CostOrigin, "tags">] ?? null);
  if (is === null || is === "") return false;
  const [have, want] = [is.toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case "exists":
      return true;
    case "is":
      return have === want;
    case "startsWith":
      return have.startsWith(want);
    case "contains":
      return have.includes(want);
  }
}
