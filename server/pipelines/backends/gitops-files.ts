import { DomainError } from "@/server/kernel/errors";
import { MOST_BYTES, MOST_FILES, pathFault } from "../core/repository-paths";
import { RemoteRefused } from "../remote";
import { fillSkeleton, type RepositoryFile, SkeletonError } from "../skeleton";
import { loadSkeleton } from "../templates";
import type { GitopsCall } from "./gitops";

/**
 * The files that a call commits: the skeleton filled in, then those of the action, which win. Throws RemoteRefused when the
 * template is not what was approved, a placeholder fails, or a path leads where no file may be.
 */
export async function filesOf({ invocation }: GitopsCall): Promise<RepositoryFile[]> {
  const skeleton = invocation.template === undefined ? [] : await filled(invocation.template, invocation);
  const given = Object.entries(invocation.files ?? {}).map(([path, content]) => ({
    path,
    content: content === null ? null : Buffer.from(content),
  }));
  const folder = invocation.folder?.replace(/^\/+|\/+$/g, "") ?? "";
  const files = new Map<string, RepositoryFile>();
  let bytes = 0;
  for (const { path, content } of [...skeleton, ...given]) {
    const place = folder === "" ? path : `${folder}/${path}`;
    const fault = pathFault(place);
    if (fault) throw new RemoteRefused(`The file "${place.slice(0, 200)}" ${fault}. Nothing was committed.`);
    files.set(place, { path: place, content });
  }
  for (const { content } of files.values()) bytes += content?.length ?? 0;
  if (files.size === 0) throw new RemoteRefused("There is no file to commit: give a template or files.");
  if (files.size > MOST_FILES || bytes > MOST_BYTES)
    throw new RemoteRefused(
      `${files.size} files of ${bytes} bytes are more than one commit may bring: ${MOST_FILES} files, ${MOST_BYTES / 1e6} MB.`,
    );
  assertNoFileIsFolder([...files.keys()]);
  return [...files.values()];
}

async function filled(
  template: string,
  { templateSha256, values = {} }: GitopsCall["invocation"],
): Promise<RepositoryFile[]> {
  try {
    const { files, sha256 } = await loadSkeleton(template);
    if (templateSha256 !== undefined && templateSha256 !== sha256)
      throw new RemoteRefused(
        `The template "${template}" is another than the one that was approved. Nothing was committed; run the action again.`,
      );
    return await fillSkeleton(files, values);
  } catch (error) {
    if (error instanceof SkeletonError)
      throw new RemoteRefused(`The template "${template}" cannot be filled in. ${error.message}`);
    if (error instanceof DomainError && error.code !== "unavailable") throw new RemoteRefused(error.message);
    throw error;
  }
}

function assertNoFileIsFolder(paths: string[]): void {
  const known = new Set(paths);
  for (const path of paths)
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
      if (known.has(path.slice(0, at)))
        throw new RemoteRefused(`"${path.slice(0, at)}" cannot be both a file and a folder.`);
}
