import {
  parseAsInteger,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
} from "@/components/url-state/parsers";

export const auditStatuses = ["SUCCESS", "FAILURE"] as const;
export const auditOrigins = ["UI", "API", "JOB", "SYSTEM"] as const;
/** What the audit log is about; anything else falls back to all. */
export const auditResources = [
  "blueprint",
  "entity",
  "action",
  "run",
  "approval",
  "workspace",
  "connection",
  "user",
  "team",
  "session",
  "api_client",
] as const;

/** The URL state of the audit log. */
export const auditParams = {
  resource: parseAsStringLiteral(auditResources),
  actor: parseAsString,
  status: parseAsStringLiteral(auditStatuses),
  origin: parseAsStringLiteral(auditOrigins),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  entry: parseAsInteger,
};

export interface AuditParams {
  resource: (typeof auditResources)[number] | null;
  actor: string | null;
  status: (typeof auditStatuses)[number] | null;
  origin: (typeof auditOrigins)[number] | null;
  from: Date | null;
  to: Date | null;
}

const DAY_MS = 86_400_000;
export const AUDIT_PAGE_SIZE = 50;

/** The filter as the procedure wants it. "To" means until the end of that day, UTC. */
export function auditInput({ resource, actor, status, origin, from, to }: AuditParams) {
  return {
    limit: AUDIT_PAGE_SIZE,
    ...(resource && { resourceTypes: [resource] }),
    ...(actor && { actorId: actor }),
    ...(status && { status }),
    ...(origin && { origins: [origin] }),
    ...(from && { from }),
    ...(to && { to: new Date(to.getTime() + DAY_MS - 1) }),
  };
}
