import { entityChoices } from "@/server/catalog/service/read";
import { searchBlueprint } from "@/server/catalog/service/search";
import { findActiveUsers } from "@/server/identity/service/people";
import { listTeams } from "@/server/identity/service/teams";
import { type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { DomainError, Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { closureOf } from "../core/form/graph";
import { expressionsInQuery, type Picker, pickerOf } from "../core/form/expressions";
import type { Query } from "@/server/catalog/core/query/schema";
import { contextFor, type FormSubject } from "./evaluate";
import type { Dataset } from "./evaluate-dataset";
import { prepare } from "./execute";
import { type FilledIn, givenFrom } from "./given";

/** So many choices come at once. */
export const MAX_OPTIONS = 50;
const DEFAULT_OPTIONS = 20;

/** Something that can be chosen. */
export interface PickerOption {
  value: string;
  label: string;
  description: string | null;
  icon: string | null;
}

export interface OptionPage {
  options: PickerOption[];
  /** Where to go on; null at the end. */
  next: string | null;
  /** Why there are no choices: an expression of the dataset failed. */
  faults: { key: string; message: string }[];
}

export interface OptionQuery extends FilledIn {
  input: string;
  text?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/**
 * The choices of an input that picks entities, people or teams, for the values so far: those that the dataset leaves and
 * that the person may see, in the order of `sort`. Throws Invalid for another input, and like `formOf`.
 */
export async function optionsOf(
  ctx: Context,
  identifier: string,
  query: OptionQuery & { entity?: string | undefined },
): Promise<OptionPage> {
  checkPermission(ctx.actor, "actions.execute");
  return optionsFor(ctx, await subjectOf(ctx, identifier, query.entity), query);
}

/** The same for a form that is at hand. */
export async function optionsFor(
  ctx: Context,
  subject: FormSubject,
  query: OptionQuery,
): Promise<OptionPage> {
  const picker = pickerIn(subject, query.input);
  const as = { ...ctx, actor: subject.person };
  const { text = "", cursor, limit = DEFAULT_OPTIONS } = query;
  const page = pageFrom(cursor);
  switch (picker.kind) {
    case "entity":
      return entityPage(as, picker, await datasetOf(as, subject, picker, query), { text, page, limit });
    case "user":
      return slice(matching(await people(as), text), page, limit);
    case "team":
      return slice(matching(await teams(as), text), page, limit);
  }
}

/** What is known of values that were chosen already; those that the person may not see are left out. */
export async function optionLabelsOf(
  ctx: Context,
  identifier: string,
  query: { input: string; values: string[]; entity?: string | undefined },
): Promise<PickerOption[]> {
  checkPermission(ctx.actor, "actions.execute");
  return optionLabelsFor(ctx, await subjectOf(ctx, identifier, query.entity), query);
}

/** The same for a form that is at hand. */
export async function optionLabelsFor(
  ctx: Context,
  subject: FormSubject,
  { input, values }: { input: string; values: string[] },
): Promise<PickerOption[]> {
  const { kind, blueprint } = pickerIn(subject, input);
  const as = { ...ctx, actor: subject.person };
  const named = (options: PickerOption[]) => options.filter(({ value }) => values.includes(value));
  if (kind === "user") return named(await people(as));
  if (kind === "team") return named(await allTeams(as));
  if (blueprint === null || values.length === 0) return [];
  const { entities } = await searchBlueprint(as, blueprint, { identifiers: values, limit: values.length });
  return entities.map((entity) => entityOption({ identifier: "", title: null, icon: null, ...entity }));
}

async function subjectOf(ctx: Context, identifier: string, on: string | undefined): Promise<FormSubject> {
  const { action, entity } = await prepare(ctx, identifier, on);
  return { userInputs: action.trigger.userInputs, entity, person: ctx.actor };
}

function pickerIn({ userInputs: { properties } }: FormSubject, input: string): Picker {
  const picker = Object.hasOwn(properties, input) ? pickerOf(properties[input]!) : null;
  if (picker) return picker;
  throw Invalid.at(["input"], `The action has no input "${input}" that picks an entity, a person or a team.`);
}

function pageFrom(cursor: string | undefined): number {
  if (cursor === undefined) return 1;
  if (/^[1-9]\d{0,5}$/.test(cursor)) return Number(cursor);
  throw Invalid.at(
    ["cursor"],
    "This is not the `next` of a page of the same choices. Start from the first page.",
  );
}

/** The dataset with its values of now; only what its expressions read is evaluated for it. */
async function datasetOf(
  ctx: Context,
  subject: FormSubject,
  { dataset }: Picker,
  { input, ...given }: OptionQuery,
) {
  if (!dataset) return null;
  if (expressionsInQuery(dataset).length === 0) return { query: dataset };
  const { userInputs } = subject;
  const { datasetOf: of } = await contextFor(
    ctx,
    subject,
    givenFrom(userInputs, given),
    closureOf(userInputs, input),
  );
  return of(input);
}

async function entityPage(
  ctx: Context,
  { blueprint, sort }: Picker,
  dataset: Dataset | null,
  { text, page, limit }: { text: string; page: number; limit: number },
): Promise<OptionPage> {
  if (blueprint === null) return { options: [], next: null, faults: [] };
  if (dataset?.fault !== undefined)
    return { options: [], next: null, faults: [{ key: "dataset", message: dataset.fault }] };
  const query: Query | undefined = dataset?.query;
  try {
    const { entities, more } = await entityChoices(ctx, blueprint, {
      query,
      text,
      sort: sort && { by: sort.property, direction: sort.order === "DESC" ? "desc" : "asc" },
      limit,
      skip: (page - 1) * limit,
    });
    return {
      options: entities.map(entityOption),
      next: more ? String(page + 1) : null,
      faults: [],
    };
  } catch (error) {
    if (error instanceof DomainError && error.code === "invalid")
      return { options: [], next: null, faults: [{ key: "dataset", message: error.message }] };
    throw error;
  }
}

const entityOption = (entity: {
  identifier: string;
  title: string | null;
  icon: string | null;
}): PickerOption => ({
  value: entity.identifier,
  label: entity.title ?? entity.identifier,
  description: entity.title === null || entity.title === entity.identifier ? null : entity.identifier,
  icon: entity.icon,
});

/** Everybody who is active, by name. */
async function people(ctx: Context): Promise<PickerOption[]> {
  const found = await findActiveUsers(ctx, { roles: ["admin", "member"] });
  return found.map(({ email, name }) => ({ value: email, label: name, description: email, icon: null }));
}

async function allTeams(ctx: Context): Promise<PickerOption[]> {
  return (await listTeams(ctx)).map(({ identifier, title }) => ({
    value: identifier,
    label: title,
    description: title === identifier ? null : identifier,
    icon: null,
  }));
}

/** The teams that the actor may act for. */
export async function teams(ctx: Context): Promise<PickerOption[]> {
  const mine = teamsOf(ctx.actor);
  return (await allTeams(ctx)).filter(({ value }) => isAdmin(ctx.actor) || mine.includes(value));
}

function matching(options: PickerOption[], text: string): PickerOption[] {
  const wanted = text.trim().toLowerCase();
  return wanted === ""
    ? options
    : options.filter(({ value, label }) => `${label}\n${value}`.toLowerCase().includes(wanted));
}

const slice = (options: PickerOption[], page: number, limit: number): OptionPage => ({
  options: options.slice((page - 1) * limit, page * limit),
  next: options.length > page * limit ? String(page + 1) : null,
  faults: [],
});
