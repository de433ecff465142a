import { sql, type SQL } from "drizzle-orm";
import type { Field, MetaKey } from "../../core/query/condition";
import type { Comparison, Part, Test } from "../../core/query/test";
import { either, literal, mayRead, texts, uuids } from "./fragments";

/** As many values are asked for one by one, so that the index over values serves them; more are compared in one go. */
const ONE_BY_ONE = 16;

const COMPARISONS: Record<Comparison, SQL> = {
  "=": sql`=`,
  ">": sql`>`,
  ">=": sql`>=`,
  "<": sql`<`,
  "<=": sql`<=`,
};

const pattern = (part: Part, text: string): string =>
  part === "contains" ? `%${literal(text)}%` : part === "begins" ? `${literal(text)}%` : `%${literal(text)}`;

const like = (value: SQL, part: Part, of: string[]): SQL =>
  either(of.map((text) => sql`${value} ilike ${pattern(part, text)}`));

/** Ms since 1970 as PostgreSQL reads them; beyond all instants where there is none. */
const instant = (ms: number): SQL =>
  sql`${Number.isFinite(ms) ? new Date(ms).toISOString() : ms < 0 ? "-infinity" : "infinity"}::timestamptz`;

/** A test of a meta property or property, as a condition on `entities`. */
export function testSql(field: Field, test: Test): SQL {
  if (field.kind === "property") return propertySql(field.key, test);
  if (field.kind !== "meta") return sql`false`;
  if (field.key === "$team") return teamSql(test);
  if (field.key === "$createdAt" || field.key === "$updatedAt")
    return test.op === "instant"
      ? sql`${COLUMNS[field.key]} ${COMPARISONS[test.comparison]} ${instant(test.than)}`
      : sql`false`;
  return textSql(COLUMNS[field.key], test);
}

const COLUMNS: Record<Exclude<MetaKey, "$team">, SQL> = {
  $identifier: sql`entities.identifier`,
  $title: sql`entities.title`,
  $icon: sql`entities.icon`,
  $createdAt: sql`entities.created_at`,
  $updatedAt: sql`entities.updated_at`,
  $createdBy: sql`entities.created_by`,
  $updatedBy: sql`entities.updated_by`,
};

/** A test of a column of text. */
function textSql(column: SQL, test: Test): SQL {
  switch (test.op) {
    case "is":
      return test.values.length === 1
        ? sql`${column} = ${String(test.values[0])}`
        : sql`${column} = any(${texts(test.values.map(String))})`;
    case "text":
      return like(column, test.part, test.of);
    case "none":
      return test.blank ? sql`coalesce(${column}, '') = ''` : sql`${column} is null`;
    case "instant":
      return instantSql(column, test.comparison, test.than);
    default:
      return sql`false`;
  }
}

/** The column's text as an instant, where it is one. */
function instantSql(text: SQL, comparison: Comparison, than: number): SQL {
  return sql`case when ${text} ~* ${ISO} and pg_input_is_valid(${text}, 'timestamptz')
    then date_trunc('milliseconds', (${text})::timestamptz) ${COMPARISONS[comparison]} ${instant(than)} end`;
}
const ISO = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$`;

function teamSql(test: Test): SQL {
  switch (test.op) {
    case "has":
      return sql`entities.team && ${texts(test.values.map(String))}`;
    case "same":
      return sql`(cardinality(entities.team) > 0 and to_jsonb(entities.team) = ${JSON.stringify(test.value)}::jsonb)`;
    case "members":
      return sql`exists (select 1 from unnest(entities.team) m where ${like(sql`m`, test.part, test.of)})`;
    case "none":
      return sql`cardinality(entities.team) = 0`;
    default:
      return sql`false`;
  }
}

function propertySql(key: string, test: Test): SQL {
  const value = sql`entities.properties -> ${key}::text`;
  const text = sql`(entities.properties ->> ${key}::text)`;
  const isA = (type: string) => sql`jsonb_typeof(${value}) = ${type}`;
  const holds = (wanted: unknown) => sql`entities.properties @> ${JSON.stringify({ [key]: wanted })}::jsonb`;
  const among = (values: unknown[]) =>
    sql`any(array(select jsonb_array_elements(${JSON.stringify(values)}::jsonb)))`;
  switch (test.op) {
    case "is":
      return test.values.length <= ONE_BY_ONE
        ? either(test.values.map(holds))
        : sql`${value} = ${among(test.values)}`;
    case "has":
      return test.values.length <= ONE_BY_ONE
        ? either(test.values.map((wanted) => holds([wanted])))
        : sql`exists (select 1 from ${membersOf(value)} m(v) where m.v = ${among(test.values)})`;
    case "same":
      return sql`${value} = ${JSON.stringify(test.value)}::jsonb`;
    case "number":
      return sql`case when ${isA("number")} then (${value})::numeric ${COMPARISONS[test.comparison]} ${String(test.than)}::numeric end`;
    case "instant":
      return instantSql(text, test.comparison, test.than);
    case "text":
      return sql`(${isA("string")} and ${like(text, test.part, test.of)})`;
    case "members":
      return sql`exists (select 1 from ${membersOf(value)} m(v) where jsonb_typeof(m.v) = 'string' and ${like(sql`(m.v #>> '{}')`, test.part, test.of)})`;
    case "none":
      return test.blank
        ? sql`coalesce(${value}, 'null') in ('null', '""', '[]', '{}')`
        : sql`coalesce(${value}, 'null') = 'null'`;
  }
}

/** Members of a list; none where the value is no list. */
const membersOf = (value: SQL): SQL =>
  sql`jsonb_array_elements(case when jsonb_typeof(${value}) = 'array' then ${value} else '[]' end)`;

/** A test of the entities at the other end of a relation: it passes for any that may be read. */
export function relationSql(
  field: Extract<Field, { kind: "relation" }>,
  test: Test,
  readable: SQL | true,
): SQL {
  const column = field.property === "$title" ? sql`t.title` : sql`t.identifier`;
  const targets = sql`t.blueprint_id = any(${uuids(field.targets)}) and ${mayRead(sql`t`, readable)}`;
  if (test.op === "none")
    return sql`not exists (select 1 from entity_relations r join entities t on t.id = r.to_id
      where r.from_id = entities.id and r.relation = ${field.key} and ${column} is not null and ${targets})`;
  return sql`entities.id in (select r.from_id from entities t join entity_relations r on r.to_id = t.id
    where r.relation = ${field.key} and ${targets} and ${textSql(column, test)})`;
}
