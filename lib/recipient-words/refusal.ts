import { DomainError, type ErrorCode } from "@/lib/errors";
import { fallbackLanguage } from "@/lib/languages";
import { recipientWords, type Words } from "./table";

export type FieldFault = keyof Words["refusals"]["fields"];

type Refusals = Words["refusals"];
type Faults = Partial<Record<string, FieldFault>>;

/** A refusal to a recipient. Where it is caught, their language is known; the log has it in English. */
export class RecipientRefusal extends DomainError {
  constructor(
    code: ErrorCode,
    private readonly say: (refusals: Refusals) => string,
    field?: string,
    /** For `invalid` with several fields at fault: what is wrong with each. */
    private readonly faults: Faults = {},
  ) {
    super(code, say(recipientWords[fallbackLanguage].refusals), field);
    this.name = "RecipientRefusal";
  }

  /** What it says in a language. */
  in(refusals: Refusals): { message: string; problems: Partial<Record<string, string>> } {
    const problems = Object.entries(this.faults).map(([field, fault]) => [field, fault && refusals.fields[fault]]);
    return { message: this.say(refusals), problems: Object.fromEntries(problems) };
  }
}
