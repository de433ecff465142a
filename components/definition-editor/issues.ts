import type { DefinitionPath } from "./path";

export interface DefinitionIssue {
  path: (string | number)[];
  message: string;
}

/** The issue of a control: that of its place, or of anything below it. */
export function issueAt(
  issues: readonly DefinitionIssue[],
  path: DefinitionPath,
  exact = false,
): DefinitionIssue | undefined {
  return issues.find(
    (issue) =>
      (!exact || issue.path.length === path.length) &&
      path.every((step, index) => String(step) === String(issue.path[index])),
  );
}
