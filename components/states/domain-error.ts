/** Codes of the domain errors, as the server sends them. */
export type DomainCode =
  | "not_found"
  | "forbidden"
  | "unauthenticated"
  | "conflict"
  | "invalid"
  | "precondition"
  | "limit"
  | "unavailable";

export interface DomainIssue {
  path: (string | number)[];
  message: string;
}

export interface DomainFailure {
  code: DomainCode | "network" | "unknown";
  message: string;
  issues: DomainIssue[];
  requestId: string | undefined;
  /** Whether the same request may succeed when sent again. */
  retryable: boolean;
}

const codes: ReadonlySet<string> = new Set<DomainCode>([
  "not_found",
  "forbidden",
  "unauthenticated",
  "conflict",
  "invalid",
  "precondition",
  "limit",
  "unavailable",
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function readIssues(value: unknown): DomainIssue[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((issue: unknown) => {
    if (!isRecord(issue) || typeof issue.message !== "string") return [];
    const path = Array.isArray(issue.path)
      ? issue.path.filter(
          (part): part is string | number => typeof part === "string" || typeof part === "number",
        )
      : [];
    return [{ path, message: issue.message }];
  });
}

/**
 * Reads whatever a tRPC call threw. What the server said through `error.data.domain` is shown; any other text stays hidden,
 * since it may be of the machinery's making. A call without an answer is "network".
 */
export function readFailure(error: unknown): DomainFailure {
  const data = isRecord(error) && isRecord(error.data) ? error.data : undefined;
  const domain = data && isRecord(data.domain) ? data.domain : undefined;
  if (domain && typeof domain.code === "string" && codes.has(domain.code)) {
    const code = domain.code as DomainCode;
    return {
      code,
      message: typeof domain.message === "string" ? domain.message : "The request was refused.",
      issues: readIssues(domain.issues),
      requestId: typeof domain.requestId === "string" ? domain.requestId : undefined,
      retryable: code === "unavailable" || code === "limit",
    };
  }
  if (domain && domain.code === "unexpected" && typeof domain.message === "string") {
    const requestId = typeof domain.requestId === "string" ? domain.requestId : undefined;
    return { code: "unknown", message: domain.message, issues: [], requestId, retryable: true };
  }
  if (isRecord(error) && error.name === "TRPCClientError" && !data) {
    return {
      code: "network",
      message: "The portal could not be reached. Check the connection and try again.",
      issues: [],
      requestId: undefined,
      retryable: true,
    };
  }
  const digest = isRecord(error) && typeof error.digest === "string" ? error.digest : undefined;
  return {
    code: "unknown",
    message:
      "Something went wrong on our side. Try again; if it keeps failing, tell your platform team the request id.",
    issues: [],
    requestId: digest,
    retryable: true,
  };
}

/** Whether React Query should send a failed query again by itself: only where that can help, at most twice. */
export function shouldRetry(failureCount: number, error: unknown): boolean {
  if (failureCount >= 2) return false;
  const { code } = readFailure(error);
  return code === "network" || code === "unavailable";
}
