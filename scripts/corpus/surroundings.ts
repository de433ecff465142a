/** What an example needs around it to be judged by itself: the blueprints that it names, as permissive as it needs them. */

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (isObject(value) ? Object.values(value).filter(isObject) : []);

/** A blueprint with these properties and relations, ready to grow. */
class Stub {
  readonly properties: Json = {};
  readonly relations: Record<string, { target: string; required: boolean; many: boolean }> = {};
  constructor(readonly identifier: string) {}
  relate(key: string, target: string, many = false): void {
    this.relations[key] ??= { target, required: false, many };
  }
  definition({ relations = true } = {}): Json {
    return {
      identifier: this.identifier,
      title: this.identifier.slice(0, 100),
      schema: { properties: this.properties },
      ...(relations ? { relations: this.relations } : {}),
    };
  }
}

export class Surroundings {
  private readonly stubs = new Map<string, Stub>();

  stub(identifier: string): Stub {
    const known = this.stubs.get(identifier) ?? new Stub(identifier);
    this.stubs.set(identifier, known);
    return known;
  }

  /** Definitions in two rounds, since they may relate in circles: first without relations, then with. */
  rounds(except?: string): Json[][] {
    const all = [...this.stubs.values()].filter(({ identifier }) => identifier !== except);
    return [all.map((stub) => stub.definition({ relations: false })), all.map((stub) => stub.definition())];
  }
}

/** What a blueprint names: targets of relations, hops and ends of mirrors, targets and properties of aggregations. */
export function aroundBlueprint(blueprint: Json): Surroundings {
  const around = new Surroundings();
  const own = String(blueprint.identifier);
  const relations = isObject(blueprint.relations) ? blueprint.relations : {};
  const targetOf = (key: string): string | null => {
    const relation = relations[key];
    return isObject(relation) && typeof relation.target === "string" ? relation.target : null;
  };
  for (const key of Object.keys(relations)) {
    const target = targetOf(key);
    if (target && target !== own) around.stub(target);
  }
  for (const { path } of objects(blueprint.mirrorProperties)) {
    if (typeof path !== "string") continue;
    const steps = path.split(".");
    const end = steps.pop()!;
    let at = targetOf(steps.shift() ?? "");
    for (const hop of steps) {
      if (!at) break;
      if (at === own) {
        at = targetOf(hop);
        continue;
      }
      const stub = around.stub(at);
      stub.relate(hop, `${own}_${hop}`.slice(0, 100));
      at = stub.relations[hop]!.target;
      around.stub(at);
    }
    if (at && at !== own && !end.startsWith("$")) around.stub(at).properties[end] ??= { type: "string" };
  }
  for (const aggregation of objects(blueprint.aggregationProperties)) {
    if (typeof aggregation.target !== "string" || aggregation.target === own) continue;
    const stub = around.stub(aggregation.target);
    const spec = isObject(aggregation.calculationSpec) ? aggregation.calculationSpec : {};
    if (typeof spec.property === "string") stub.properties[spec.property] ??= { type: "number" };
    if (typeof spec.measureTimeBy === "string" && !spec.measureTimeBy.startsWith("$"))
      stub.properties[spec.measureTimeBy] ??= { type: "string", format: "date-time" };
    propertiesOfRules(aggregation.query, stub);
    for (const filter of Array.isArray(aggregation.pathFilter) ? aggregation.pathFilter : [])
      if (isObject(filter) && Array.isArray(filter.path))
        pathFrom(around, String(filter.fromBlueprint ?? aggregation.target), filter.path, own);
  }
  return around;
}

/** Makes relations so that a path can be followed from a blueprint; its last hop leads to `end`. */
function pathFrom(around: Surroundings, start: string, path: unknown[], end: string): void {
  let at = start;
  for (const [i, hop] of path.entries()) {
    const relation = isObject(hop) ? String(hop.relation) : String(hop);
    const repeats = isObject(hop) && hop.maxHops !== undefined;
    const stub = around.stub(at);
    const next = repeats ? at : i === path.length - 1 ? end : `${at}_${relation}`.slice(0, 100);
    stub.relate(relation, next, true);
    at = stub.relations[relation]!.target;
    around.stub(at);
  }
}

/** Properties by which rules search, each of the type of the value that it is compared with. */
export function propertiesOfRules(query: unknown, stub: Stub): void {
  if (!isObject(query)) return;
  if (Array.isArray(query.rules)) for (const rule of query.rules) propertiesOfRules(rule, stub);
  const { property, operator, value } = query;
  if (typeof property !== "string" || property.startsWith("$")) return;
  stub.properties[property] ??= typeFor(String(operator), value);
}

function typeFor(operator: string, value: unknown): Json {
  if (operator === "containsAny" || operator === "matchAny")
    return { type: "array", items: { type: "string" } };
  if (isObject(value) && ("preset" in value || "from" in value))
    return { type: "string", format: "date-time" };
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return { type: typeof one === "number" ? "number" : typeof one === "boolean" ? "boolean" : "string" };
}

/** What a search names; every blueprint whose entities it may mean has the properties and relations that it asks for. */
export function aroundSearch(query: unknown): Surroundings {
  const around = new Surroundings();
  const meant = new Set(["corpus"]);
  const rules = rulesOf(query);
  for (const { property, value } of rules)
    if (property === "$blueprint")
      for (const name of [value].flat()) if (typeof name === "string") meant.add(name);
  for (const name of meant) propertiesOfRules(query, around.stub(name));
  surroundQuery(around, query, meant);
  return around;
}

/** The blueprints that a query names beside those that it means, and the relations of its paths. */
export function surroundQuery(around: Surroundings, query: unknown, meant: Iterable<string>): void {
  for (const { blueprint, property } of rulesOf(query)) {
    if (typeof blueprint === "string") around.stub(blueprint);
    if (!isObject(property) || !Array.isArray(property.path)) continue;
    const from = property.fromBlueprint;
    for (const start of typeof from === "string" ? [from] : meant)
      pathFrom(around, start, property.path, start);
  }
}

/** Every rule of a query, those in groups too. */
function rulesOf(query: unknown): Json[] {
  if (!isObject(query)) return [];
  return Array.isArray(query.rules) ? query.rules.flatMap(rulesOf) : [query];
}

/** A blueprint that an entity fits: each of its values has its own type. */
export function aroundEntity(entity: Json): { around: Surroundings; blueprint: string } {
  const around = new Surroundings();
  const blueprint = typeof entity.blueprint === "string" ? entity.blueprint : "corpus";
  const stub = around.stub(blueprint);
  for (const [key, value] of Object.entries(isObject(entity.properties) ? entity.properties : {}))
    stub.properties[key] = {
      type: Array.isArray(value)
        ? "array"
        : value === null
          ? "string"
          : (typeof value as "string" | "number" | "boolean" | "object"),
    };
  for (const [key, value] of Object.entries(isObject(entity.relations) ? entity.relations : {})) {
    around.stub("corpusTarget");
    stub.relate(key, "corpusTarget", Array.isArray(value));
  }
  return { around, blueprint };
}
