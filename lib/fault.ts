type Coded = { code?: unknown };

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as Coded;
    if (typeof code === "string") return code;
  }
  return undefined;
}

/**
 * Writes an unexpected error to the log. Names, codes and stack frames only: an error's message may quote what a person
 * typed or the parameters of a query, so it never reaches the log.
 */
export function logFault(where: string, requestId: string, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  console.error(JSON.stringify({ level: "error", where, requestId, name, code: codeOf(error), frames }));
}

/** Writes down what is worth knowing and no fault, in words of ours alone. */
export function logNote(where: string, requestId: string, what: string): void {
  console.error(JSON.stringify({ level: "info", where, requestId, what }));
}
