import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { log } from "@/server/kernel/log";

const LONGEST_MS = 10_000;

/**
 * When the change that gave a template its version was merged, by the history of the git repository that its folder lies in: the
 * commit of the main line that brought the version into `template.json`. Null where there is no such history, it is cut short, or
 * the version is not committed.
 */
export async function mergedInGit(folder: string, version: string): Promise<Date | null> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], {
      timeout: LONGEST_MS,
      env: { PATH: process.env.PATH, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", NODE_ENV: process.env.NODE_ENV },
    });
    return stdout.trim();
  };
  try {
    // The last commit of a cut history looks as if it had brought everything.
    if ((await git("rev-parse", "--is-shallow-repository")) !== "false") return null;
    const line = ["--first-parent", "--diff-merges=first-parent", "--no-ext-diff", "--no-textconv"];
    const brought = [`-S"${version}"`, "--no-patch", "--format=%cI", "--", "template.json"];
    const at = new Date(await git("log", "-1", ...line, ...brought));
    return Number.isNaN(at.getTime()) ? null : at;
  } catch (error) {
    log.debug({ folder, err: String(error) }, "no history of a template could be read");
    return null;
  }
}
