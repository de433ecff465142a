/** A module in a git repository as a definition has it while it is edited. */
export interface SourceDraft {
  repository: string;
  commit: string;
  folder?: string;
  connection?: string;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The source of a definition, whatever is missing in it; null where it has none. */
export function sourceDraft(value: unknown): SourceDraft | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { repository, commit, folder, connection } = value as Record<string, unknown>;
  return {
    repository: text(repository).trim(),
    commit: text(commit).trim(),
    ...(text(folder) && { folder: text(folder) }),
    ...(text(connection) && { connection: text(connection) }),
  };
}

/** Whether enough is said to ask the git server. */
export const canCheck = ({ repository, commit }: SourceDraft): boolean => repository !== "" && commit !== "";
