export type ErrorCode = "unauthenticated" | "forbidden" | "not_found" | "conflict" | "invalid" | "rate_limited";

/** A refusal a person can read: `message` says what happened, why, and what to do. Anything else thrown is a fault. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** For `invalid`: which field of the input is at fault. */
    readonly field?: string,
    /** For `invalid` with several fields at fault: what is wrong with each. */
    readonly problems?: Partial<Record<string, string>>,
  ) {
    super(message);
    this.name = "DomainError";
  }
}

/** Refused for now, because too much was asked at once or in a row; `retryAfterS` is when it may be asked again. */
export class TooManyRequests extends DomainError {
  constructor(
    message: string,
    readonly retryAfterS: number,
  ) {
    super("rate_limited", message);
  }
}

export const notFound = (what: string) =>
  new DomainError("not_found", `This ${what} does not exist, or belongs to another organization.`);
export const forbidden = () =>
  new DomainError("forbidden", "Only admins can do this. Ask an admin of your organization.");
