/**
 * The eight domain errors. Services throw only these; transports map them once (server/api/errors.ts).
 * A message says what happened, why, and what to do; it is shown to people as it is.
 */
export type ErrorCode =
  | "not_found"
  | "forbidden"
  | "unauthenticated"
  | "conflict"
  | "invalid"
  | "precondition"
  | "limit"
  | "unavailable";

/** One fault in an input: `path` leads from the root of the input to the value at fault. */
export interface Issue {
  path: (string | number)[];
  message: string;
}

export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { issues?: Issue[]; data?: Record<string, unknown>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = "DomainError";
  }
}

/** The thing does not exist, or the actor may not know that it does. */
export class NotFound extends DomainError {
  constructor(resource: string, identifier: string) {
    super(
      "not_found",
      `${resource} "${identifier}" was not found. Check the identifier, or whether you have access to it.`,
      {
        data: { resource, identifier },
      },
    );
  }
}

/** The actor is known and may not do this. `message` says who can grant it. */
export class Forbidden extends DomainError {
  constructor(message = "You may not do this. Ask an administrator of the portal for access.") {
    super("forbidden", message);
  }
}

export class Unauthenticated extends DomainError {
  constructor(message = "You are not signed in. Sign in, or send a valid access token.") {
    super("unauthenticated", message);
  }
}

/** The state of the thing does not allow it: it exists already, was changed meanwhile, or something depends on it. */
export class Conflict extends DomainError {
  constructor(message: string, data?: Record<string, unknown>) {
    super("conflict", message, { data });
  }
}

/** The input is wrong; each issue has the path of the value at fault. */
export class Invalid extends DomainError {
  constructor(issues: Issue[], message?: string) {
    super(
      "invalid",
      message ??
        issues.map((i) => (i.path.length ? `${i.path.join(".")}: ${i.message}` : i.message)).join("; "),
      {
        issues,
      },
    );
  }
  static at(path: (string | number)[], message: string): Invalid {
    return new Invalid([{ path, message }]);
  }
}

/** Something that must hold first does not: no Terraform, a lapsed approval, a workspace that needs reconciling. */
export class Precondition extends DomainError {
  constructor(message: string, data?: Record<string, unknown>) {
    super("precondition", message, { data });
  }
}

/** Too much, too large or too often. */
export class Limit extends DomainError {
  constructor(
    message: string,
    readonly kind: "rate" | "size" = "rate",
    retryAfterSeconds?: number,
  ) {
    super("limit", message, { retryAfterSeconds });
  }
}

/** A part that the portal depends on does not answer now; trying again later can help. */
export class Unavailable extends DomainError {
  constructor(message: string, retryAfterSeconds?: number) {
    super("unavailable", message, { retryAfterSeconds });
  }
}
