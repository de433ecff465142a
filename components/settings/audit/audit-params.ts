import {
  parseAsInteger,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
  type ValuesOf,
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
  "bundle",
  "migration",
  "view",
] as const;
/** "entity", "API client": a kind of object within a sentence. */
export const resourceName = (resource: string): string =>
  resource === "api_client" ? "API client" : resource.replaceAll("_", " ");
/** What was done; the log may hold others, which the search by object finds. */
export const auditActions = [
  "CREATE",
  "UPDATE",
  "DELETE",
  "IMPORT",
  "RENAME",
  "SAVE_DRAFT",
  "DISCARD_DRAFT",
  "SET_PERMISSIONS",
  "REQUEST_APPROVAL",
  "APPROVE",
  "DECLINE",
  "CANCEL",
  "EXECUTE",
  "EXPIRE",
  "REVEAL_OUTPUT",
  "ISSUE_TOKEN",
  "SIGN_IN",
  "SIGN_OUT",
] as const;

/** The URL state of the audit log. */
export const auditParams = {
  resource: parseAsStringLiteral(auditResources),
  blueprint: parseAsString,
  object: parseAsString.withDefault(""),
  action: parseAsStringLiteral(auditActions),
  actor: parseAsString,
  status: parseAsStringLiteral(auditStatuses),
  origin: parseAsStringLiteral(auditOrigins),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  entry: parseAsInteger,
};

export type AuditParams = Omit<ValuesOf<typeof auditParams>, "entry">;

/** Every filter away; the entry that is open stays. */
export const NO_FILTERS = {
  resource: null,
  blueprint: null,
  object: null,
  action: null,
  actor: null,
  status: null,
  origin: null,
  from: null,
  to: null,
} as const;

/** Whether any filter is set. */
export const isFiltered = (params: AuditParams): boolean =>
  params.object.trim() !== "" ||
  [
    params.resource,
    params.blueprint,
    params.action,
    params.actor,
    params.status,
    params.origin,
    params.from,
    params.to,
  ].some((value) => value !== null);

const DAY_MS = 86_400_000;
export const AUDIT_PAGE_SIZE = 50;

/** The filter as the procedure wants it. "To" means until the end of that day, UTC. */
export function auditInput(params: AuditParams, limit = AUDIT_PAGE_SIZE) {
  const { resource, blueprint, action, actor, status, origin, from, to } = params;
  const object = params.object.trim();
  return {
    limit,
    ...(blueprint && { blueprint }),
    ...(object && { resourceId: object }),
    ...(action && { actions: [action] }),
    ...(resource && { resourceTypes: [resource] }),
    ...(actor && { actorId: actor }),
    ...(status && { status }),
    ...(origin && { origins: [origin] }),
    ...(from && { from }),
    ...(to && { to: new Date(to.getTime() + DAY_MS - 1) }),
  };
}
