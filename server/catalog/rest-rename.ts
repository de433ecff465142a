import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { Invalid } from "@/server/kernel/errors";
import { stampedBlueprintSchema } from "./core/blueprint-schema";
import type { KeyKind } from "./core/rename-paths";
import { published } from "./service/blueprint-record";
import { renameKey } from "./service/rename-key";

const newName = z
  .string()
  .max(100)
  .refine((key) => /^[A-Za-z0-9@_=\\-]+$/.test(key), {
    error: "A key has 1 to 100 letters, digits or the characters @ _ = \\ and -.",
  })
  .optional();

const answers = {
  200: {
    description: "The blueprint, with the key under its new name",
    schema: z.object({ ok: z.literal(true), blueprint: stampedBlueprintSchema.meta({ id: "Blueprint" }) }),
  },
};

/** Renaming of properties and relations; mounted by the routes of blueprints. */
export const renameRest = restRouter();

function add<Key extends string, Member extends string>(
  segment: string,
  keyParam: Key,
  member: Member,
  kind: KeyKind,
  summary: string,
): void {
  renameRest.openapi(
    route({
      permission: "blueprints.manage",
      method: "patch",
      path: `/blueprints/{blueprint_identifier}/${segment}/{${keyParam}}/rename`,
      summary,
      request: {
        params: z.object({ blueprint_identifier: z.string().min(1), [keyParam]: z.string().min(1) }),
        body: {
          required: true,
          content: { "application/json": { schema: z.strictObject({ [member]: newName }) } },
        },
      },
      answers,
    }),
    async (c) => {
      const params = c.req.valid("param") as Record<string, string>;
      const to = (c.req.valid("json") as Record<string, string | undefined>)[member];
      if (to === undefined) throw Invalid.at([member], "Give the new name.");
      const { blueprint } = await renameKey(c.get("context"), params.blueprint_identifier!, {
        kind,
        from: params[keyParam]!,
        to,
      });
      return c.json({ ok: true as const, blueprint: published(blueprint) }, 200);
    },
  );
}

add(
  "properties",
  "property_identifier",
  "newPropertyName",
  "property",
  "Rename a property; its values and all that names it follow",
);
add("mirror", "property_identifier", "newMirrorName", "mirror", "Rename a mirror property");
add(
  "relations",
  "relation_identifier",
  "newRelationIdentifier",
  "relation",
  "Rename a relation; what follows it follows",
);
