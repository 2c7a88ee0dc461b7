import { judgeAll, readFile, type ReadFile } from "@/tests/support/read-batch-file";

export const header = "recipient_name,email,amount,currency,reference";
export const row = (reference: string, name = "Ada Byron") => `${name},ada@example.com,12.50,USD,${reference}`;
export const context = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "America/New_York" };

export async function read(input: string | Uint8Array): Promise<ReadFile> {
  const file = await readFile(input);
  if ("faults" in file) throw new Error(`refused: ${file.faults.map((fault) => fault.code).join(", ")}`);
  return file;
}
export const inspect = async (input: string | Uint8Array) => judgeAll(await read(input), context);
export const refusal = async (input: string | Uint8Array) => {
  const file = await readFile(input);
  return "faults" in file ? file.faults.map(({ code, line }) => ({ code, line })) : [];
};
export const codes = async (input: string | Uint8Array) =>
  (await inspect(input)).refused.flatMap(({ errors }) => errors.map((error) => error.code));
