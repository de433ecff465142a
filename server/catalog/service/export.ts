import { z } from "zod";
import { Limit } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import type { Context } from "@/server/kernel/context";
import { csvLine } from "@/server/properties/csv";
import { headings } from "../core/export";
import type { META_PROPERTIES } from "../core/meta-properties";
import { propertyKeys, propertyOf } from "../core/model";
import { querySchema } from "../core/query/check";
import { RELATION_PREFIX, sortSchema } from "../core/search-schema";
import type { Entity } from "../schema";
import { readInBatches } from "../store/query/stream";
import { filterOf, type Filtered } from "./filter";
import { checkKey, listed, ordering, shownTargets } from "./page";
import { published } from "./record";
import { read } from "./write";

const key = z.string().min(1).max(200);
const exportSchema = z.strictObject({
  format: z.enum(["csv", "json"], { error: 'Must be "csv" or "json".' }),
  query: querySchema.optional(),
  text: z.string().max(500).optional(),
  sort: z.array(sortSchema).max(5).optional(),
  /** Of a CSV file, from left to right; all without. */
  columns: z.array(key).min(1).max(1000).optional(),
});

/** So many files are written at a time by one process: each keeps a connection to the database until it is read. */
const MAX_FILES = 3;
let writing = 0;

export interface ExportFile {
  name: string;
  contentType: string;
  /** Writes the file, piece by piece, as fast as the reader takes it; ends when the last piece is taken. */
  writeTo: (write: (piece: string) => Promise<void>) => Promise<void>;
}

/**
 * A file with exactly the entities of a blueprint that the actor may read and that match, as they are at one moment, in the
 * order asked for. CSV has the given columns, JSON whole entities in the published form. Throws NotFound for the blueprint,
 * Invalid with paths for what it does not have, and Limit when too many files are being written.
 */
export async function exportEntities(ctx: Context, blueprint: string, input: unknown): Promise<ExportFile> {
  const { format, query, text, sort = [], columns } = read(exportSchema, input);
  const filtered = await filterOf(ctx, blueprint, { query, text });
  const { orders } = ordering(filtered, sort);
  const keys = columns ?? allColumns(filtered);
  for (const [index, column] of keys.entries()) checkKey(filtered, column, ["columns", index]);
  if (writing >= MAX_FILES)
    throw new Limit("Other exports are being written. Try again in a few seconds.", "rate", 5);
  const { definition } = filtered.of;
  return {
    name: `${definition.identifier.replace(/[^\w.-]+/g, "-")}.${format}`,
    contentType: format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    writeTo: async (write) => {
      writing += 1;
      try {
        await transaction(ctx, async (tx) => {
          await write(format === "csv" ? csvLine(titles(filtered, keys)) : opening(blueprint));
          let first = true;
          for await (const rows of readInBatches(tx.db, {
            where: filtered.where,
            blueprintId: filtered.of.id,
            orders,
            targets: shownTargets(filtered),
          })) {
            const entities = rows.map((row) => published(listed(definition, row).record));
            const piece =
              format === "csv"
                ? entities.map((entity) => csvLine(keys.map((one) => valueOf(entity, one)))).join("")
                : entities.map((entity) => JSON.stringify(entity)).join(",\n");
            await write(format === "csv" || first ? piece : `,\n${piece}`);
            first = false;
          }
          if (format === "json") await write("\n]}\n");
        });
      } finally {
        writing -= 1;
      }
    },
  };
}

const opening = (blueprint: string): string =>
  `{"ok":true,"blueprint":${JSON.stringify(blueprint)},"entities":[\n`;

/** Everything that an entity of the blueprint has, in the order of its definition. */
function allColumns({ of: { definition } }: Filtered): string[] {
  const stamps = ["$createdAt", "$createdBy", "$updatedAt", "$updatedBy"];
  return [
    "$identifier",
    "$title",
    "$team",
    ...propertyKeys(definition),
    ...Object.keys(definition.relations ?? {}).map((relation) => `${RELATION_PREFIX}${relation}`),
    ...stamps,
  ];
}

function titles({ model, of }: Filtered, keys: string[]): string[] {
  return headings(
    keys.map((column) => {
      const relation = column.startsWith(RELATION_PREFIX) ? column.slice(RELATION_PREFIX.length) : null;
      const title = relation
        ? of.definition.relations?.[relation]?.title
        : propertyOf(model, of.identifier, column)?.definition.title;
      return { key: column, title: title ?? relation ?? column };
    }),
  );
}

const META: Record<(typeof META_PROPERTIES)[number], (entity: Entity) => unknown> = {
  $identifier: (entity) => entity.identifier,
  $title: (entity) => entity.title ?? entity.identifier,
  $team: (entity) => entity.team,
  $icon: (entity) => entity.icon,
  $createdAt: (entity) => entity.createdAt,
  $updatedAt: (entity) => entity.updatedAt,
  $createdBy: (entity) => entity.createdBy,
  $updatedBy: (entity) => entity.updatedBy,
};

function valueOf(entity: Entity, column: string): unknown {
  if (Object.hasOwn(META, column)) return META[column as keyof typeof META](entity);
  if (column.startsWith(RELATION_PREFIX)) return entity.relations[column.slice(RELATION_PREFIX.length)];
  return Object.hasOwn(entity.properties, column) ? entity.properties[column] : null;
}
