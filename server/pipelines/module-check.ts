import type { Context } from "@/server/kernel/context";
import { env } from "@/server/kernel/env";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type ModuleVariables, readVariables } from "./core/variables";
import { commitOf, loadGitModule } from "./git-modules";
import type { ModuleSource } from "./schema";
import { connectionOrNone } from "./service";

export interface CheckedModule {
  /** The commit that was given, or that the branch or tag is at now. */
  commit: string;
  files: number;
  module: ModuleVariables;
}

/**
 * Fetches the module of a git repository, as a run would, and says what it declares. In place of a commit it takes a branch or a tag,
 * and answers with the commit to pin. For administrators. Throws Invalid for a name that the repository does not have, and as
 * `loadGitModule` does.
 */
export async function checkModule(ctx: Context, source: ModuleSource): Promise<CheckedModule> {
  checkPermission(ctx.actor, "actions.manage");
  const from = {
    dataDir: env().WAYMARK_DATA_DIR,
    connection: await connectionOrNone(ctx, source.connection),
  };
  const commit = await commitOf(from, source);
  if (commit === null)
    throw Invalid.at(
      ["commit"],
      `The repository has no "${source.commit}", or it cannot be read with these credentials. Give a commit, a branch or a tag.`,
    );
  const { files } = await loadGitModule(from, { ...source, commit });
  return { commit, files: files.length, module: readVariables(files) };
}
