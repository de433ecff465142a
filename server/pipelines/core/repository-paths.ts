/** Limits of what one commit may bring. */
export const MOST_FILES = 500;
export const MOST_BYTES = 10_000_000;

/** Why a path cannot be a file of a repository; null when it can. */
export function pathFault(path: string): string | null {
  if (path === "" || path.length > 500) return "is empty or longer than 500 characters";
  if (/[\p{Cc}\\]/u.test(path)) return "holds a backslash or a control character";
  const steps = path.split("/");
  if (steps.some((step) => step === "" || step === "." || step === ".."))
    return "leaves its folder, begins or ends with a slash, or has an empty step";
  if (steps.some((step) => /^\.git$|^git~\d+$/i.test(step.replace(/[. ]+$/, ""))))
    return "would change git's own files";
  return null;
}

/** Whether git takes it as the name of a branch (git-check-ref-format), and no program for an option. */
export const isBranchName = (name: string): boolean =>
  /^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}$/.test(name) && !/\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name);

/** The address of a commit, as people look at it. */
export function commitLink(kind: string | undefined, repository: string, commit: string): string {
  const page = repository.replace(/\/+$/, "").replace(/\.git$/, "");
  if (kind === "github") return `${page}/commit/${commit}`;
  if (kind === "gitlab") return `${page}/-/commit/${commit}`;
  return page;
}

/** Owner and name of a repository from its address: the last step, and what stands before it. */
export function ownerAndName(repository: string): { owner: string; name: string } | null {
  const steps = new URL(repository).pathname
    .replace(/^\/+|\/+$/g, "")
    .split("/")
    .map(decodeURIComponent);
  const name = steps.pop()?.replace(/\.git$/, "");
  return name && steps.length > 0 && steps.every(Boolean) ? { owner: steps.join("/"), name } : null;
}
