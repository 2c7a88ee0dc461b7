import { DomainError, type ErrorCode } from "@/lib/errors";
import { fallbackLanguage } from "@/lib/languages";
import { recipientWords, type Words } from "./table";

export type FieldFault = keyof Words["refusals"]["fields"];

/** Says something in the words of any language. */
export type Say = (refusals: Words["refusals"]) => string;

/** A refusal to a recipient. Where it is caught, their language is known; the log has it in English. */
export class RecipientRefusal extends DomainError {
  constructor(
    code: ErrorCode,
    readonly say: Say,
    field?: string,
    /** For `invalid` with several fields at fault: what is wrong with each. */
    readonly faults?: Partial<Record<string, FieldFault>>,
  ) {
    super(code, say(recipientWords[fallbackLanguage].refusals), field);
    this.name = "RecipientRefusal";
  }
}

/** What is wrong with each field, in words. */
export const faultWords = (
  { fields }: Words["refusals"],
  faults: Partial<Record<string, FieldFault>>,
): Partial<Record<string, string>> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, fault && fields[fault]]));
