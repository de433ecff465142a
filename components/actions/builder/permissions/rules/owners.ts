/** Whose owners a stage asks: nobody's, those of the entity acted on, those of an entity that an input picks, or a search written as code. */
export type OwnersChoice = "none" | "entity" | "search" | `input:${string}`;

interface Rule {
  property?: unknown;
  operator?: unknown;
  value?: unknown;
}

const OF_ENTITY = "{{ .entity.identifier }}";
const ofInput = (key: string) => `{{ .inputs["${key}"].identifier }}`;

const queryFor = (blueprint: string, value: string): object => ({
  combinator: "and",
  rules: [
    { property: "$blueprint", operator: "=", value: blueprint },
    { property: "$identifier", operator: "=", value },
  ],
});

/** Inputs that pick one entity, with its blueprint. */
export function entityInputs(
  inputs: Record<string, Record<string, unknown>>,
): { key: string; title: string; blueprint: string }[] {
  return Object.entries(inputs).flatMap(([key, input]) =>
    input.format === "entity" && input.type === "string" && typeof input.blueprint === "string"
      ? [{ key, title: typeof input.title === "string" ? input.title : key, blueprint: input.blueprint }]
      : [],
  );
}

/** What `owners` of a stage says, as one choice of a list. */
export function choiceOf(owners: unknown): OwnersChoice {
  if (typeof owners !== "object" || owners === null) return "none";
  const query = (owners as { query?: { rules?: unknown } }).query;
  const rules = Array.isArray(query?.rules) ? (query.rules as Rule[]) : [];
  const named = rules.find((rule) => rule.property === "$identifier" && rule.operator === "=");
  if (rules.length !== 2 || typeof named?.value !== "string") return "search";
  if (named.value === OF_ENTITY) return "entity";
  const [, key] = /^\{\{ \.inputs\["([^"\\]+)"\]\.identifier \}\}$/.exec(named.value) ?? [];
  return key === undefined ? "search" : `input:${key}`;
}

/** The value of `owners` for a choice; undefined takes it out. */
export function ownersFor(
  choice: OwnersChoice,
  blueprint: string,
  inputs: readonly { key: string; blueprint: string }[],
): object | undefined {
  if (choice === "none" || choice === "search") return undefined;
  if (choice === "entity") return { query: queryFor(blueprint, OF_ENTITY), who: "members" };
  const key = choice.slice("input:".length);
  const input = inputs.find((one) => one.key === key);
  return input && { query: queryFor(input.blueprint, ofInput(key)), who: "members" };
}
