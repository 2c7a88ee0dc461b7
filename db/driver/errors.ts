/**
 * The database did not answer in time, or the connection was lost while it answered.
 *
 * An error is not "nothing happened": the server may have committed just before the connection
 * broke. So every write carries a key (a reference, a status it moves from, a message id) by which
 * its retry finds the first effect instead of making a second one.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

/** The connection broke, by the server or on the way to it; nobody here gave it up. */
export class ConnectionLost extends DatabaseUnavailable {}

interface ServerError extends Error {
  code: string;
  severity: string;
  constraint_name?: string;
  routine?: string;
}

/** True when PostgreSQL itself answered with an error, as opposed to the connection breaking. */
function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && "severity" in error && "code" in error;
}

/** True when a unique index refused the row: any of them, or the one named by `constraint`. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return causes(error).some(
    (cause) =>
      isServerError(cause) &&
      cause.code === "23505" &&
      (constraint === undefined || cause.constraint_name === constraint),
  );
}

/**
 * True for DatabaseUnavailable, also when something wrapped it or when it was made by an earlier
 * load of this module (development reloads modules, the pool outlives them).
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causes(error).some((cause) => cause.name === "DatabaseUnavailable");
}

function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

const TIMED_OUT_ON_SERVER = new Set(["57014", "55P03"]);

/** The error that a caller gets for an error of the driver; DatabaseUnavailable when the connection is lost. */
export function judge(error: unknown): { error: Error; fatal?: ConnectionLost } {
  if (!isServerError(error)) {
    const lost = new ConnectionLost("The connection to the database was lost.", { cause: error });
    return { error: lost, fatal: lost };
  }
  hidePersonalData(error);
  if (error.severity !== "ERROR") {
    const closed = new ConnectionLost("The database closed the connection.", { cause: error });
    return { error: closed, fatal: closed };
  }
  const timedOut = TIMED_OUT_ON_SERVER.has(error.code) && error.routine === "ProcessInterrupts";
  return { error: timedOut ? new DatabaseUnavailable("The database gave the statement up.", { cause: error }) : error };
}

// Some fields quote column values ("Key (email)=(…) already exists"), and a logger prints every
// enumerable property of an error. The statement's text holds no values and says where to look.
function hidePersonalData(error: Error): void {
  for (const field of ["detail", "where", "hint", "internal_query"]) {
    if (field in error) Object.defineProperty(error, field, { enumerable: false });
  }
  if ("query" in error) Object.assign(error, { statement: error.query });
}
