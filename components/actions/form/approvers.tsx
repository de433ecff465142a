import { Avatar } from "@/components/ui/avatar";
import type { ActionFormModel } from "../action-types";

/** Approvers by name before the rest is counted. */
const NAMED = 4;

interface ApproversProps {
  approval: NonNullable<ActionFormModel["approval"]>;
  /** Whether the owning team comes of what is filled in. */
  teamFollows: boolean;
}

/** Who may decide, and why each of them. */
export function Approvers({ approval, teamFollows }: ApproversProps) {
  if (approval.approvers.length === 0) {
    // Without a team, who decides is not known yet.
    return approval.owningTeam === null && teamFollows ? (
      <>Follows from what you fill in.</>
    ) : (
      <span className="text-warning">
        Nobody else can approve this: {approval.text}.{" "}
        {teamFollows ? "Choose another team or ask an administrator." : "Ask an administrator."}
      </span>
    );
  }
  const rest = approval.approvers.length - NAMED;
  return (
    <>
      <ul className="mt-1 grid gap-1">
        {approval.approvers.slice(0, NAMED).map((person) => (
          <li key={person.email} className="flex items-center gap-2">
            <Avatar name={person.name} size="sm" />
            <span className="text-foreground min-w-0 truncate">{person.name}</span>
            <span className="truncate text-xs">{person.why.join(", ")}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="mt-1 text-xs">and {rest} more</p>}
    </>
  );
}
