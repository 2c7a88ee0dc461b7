import { z } from "zod";
import { maxColumns } from "@/lib/batches/file-format/limits";
import { dateForms } from "@/lib/batches/file-format/mapping/date-form";
import { decimalMarks } from "@/lib/batches/file-format/mapping/decimal-mark";
import { roles, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { incomingText } from "@/lib/incoming-text";

const role = z.enum([...roles, "none"], { error: "Choose again what this column is." });
const box = z
  .literal("on")
  .optional()
  .transform((on) => on === "on");
const constant = incomingText(z.string().max(40, "Use at most 40 characters.")).optional();
const orNone = <const Value extends string>(values: readonly Value[], error: string) =>
  z
    .enum([...values, ""], { error })
    .optional()
    .transform((value) => (value ? (value as Value) : null));

/** What a form sends that asks what the columns of a file are. */
export const answerFields = {
  headerLine: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,8})$/, "Choose where the header stands.")
    .transform((line) => (line === "none" ? null : Number(line))),
  // A form with one column sends one value.
  role: z.preprocess((sent) => (Array.isArray(sent) ? sent : [sent]), z.array(role).max(maxColumns)),
  constantAmount: constant,
  constantCurrency: constant,
  constantExpiry: constant,
  nameFromAddress: box,
  keepsChosen: box,
  decimalMark: orNone(decimalMarks, "Choose what separates decimals."),
  dateForm: orNone(dateForms, "Choose how dates are written."),
};

export const answersOf = (sent: z.output<z.ZodObject<typeof answerFields>>): Answers => ({
  headerLine: sent.headerLine,
  roles: sent.role.map((one) => (one === "none" ? null : one)),
  constants: {
    ...(sent.constantAmount && { amount: sent.constantAmount }),
    ...(sent.constantCurrency && { currency: sent.constantCurrency.toUpperCase() }),
    ...(sent.constantExpiry && { expires_at: sent.constantExpiry }),
  },
  nameFromAddress: sent.nameFromAddress,
  keepsChosen: sent.keepsChosen,
  decimalMark: sent.decimalMark,
  dateForm: sent.dateForm,
});
