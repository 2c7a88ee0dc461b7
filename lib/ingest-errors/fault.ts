/**
 * `reason` is the short form that errors are grouped by; `message` says what is wrong and `suggestion` what to do.
 * {placeholders} are filled where the fault is found. No two faults share a text. `example` is a value, row or file
 * that has the fault.
 */
export type Fault = { scope: IngestErrorScope; reason: string; message: string; suggestion: string; example: string };
export type IngestErrorScope = "file" | "row" | "field";
