import { z } from "zod";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { strict } from "../core/strict";
import { setHidden } from "./blueprint-revisions";
import { changeModel, modelOf } from "./model";
import { read, type AnyContext } from "./write";

const NAME = "Waymark";

export interface Organization {
  id: string;
  name: string;
  settings: { hiddenBlueprints: string[] };
}

/** Settings of the whole portal. */
export async function getOrganization(ctx: AnyContext): Promise<Organization> {
  checkPermission(ctx.actor, "catalog.read");
  const { blueprints } = await modelOf(ctx);
  const hidden = [...blueprints.values()].filter((b) => b.hidden).map((b) => b.identifier);
  return { id: "waymark", name: NAME, settings: { hiddenBlueprints: hidden.sort() } };
}

/** What the portal does not keep is refused, rather than taken and forgotten. */
const patchSchema = strict({
  name: z.literal(NAME, { error: `The name of this portal is "${NAME}" and cannot change here.` }).optional(),
  settings: strict({ hiddenBlueprints: z.array(z.string()).optional() }).optional(),
});

/** Changes what is given of the settings. Administrators only. Throws Invalid with the path of what does not exist. */
export async function updateOrganization(ctx: AnyContext, input: unknown): Promise<void> {
  checkPermission(ctx.actor, "blueprints.manage");
  const wanted = read(patchSchema, input).settings?.hiddenBlueprints;
  if (!wanted) return;
  await changeModel(ctx, async (tx) => {
    const { blueprints } = await modelOf(tx);
    const issues = wanted.flatMap((identifier, i) =>
      blueprints.has(identifier)
        ? []
        : [
            {
              path: ["settings", "hiddenBlueprints", i],
              message: `There is no blueprint "${identifier}". Correct it, or take it off the list.`,
            },
          ],
    );
    if (issues.length) throw new Invalid(issues);
    for (const { identifier } of blueprints.values())
      await setHidden(tx, identifier, wanted.includes(identifier));
  });
}
