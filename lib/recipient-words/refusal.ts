import { DomainError, type ErrorCode } from "@/lib/errors";
import { fallbackLanguage } from "@/lib/recipient-words/languages";
import { recipientWords } from "./table";
import type { Words } from "./words";

export type FieldFault = keyof Words["refusals"]["fields"];

type Faults = Partial<Record<string, FieldFault>>;

/** A refusal to a recipient. Where it is caught, their language is known; everywhere else it is in English. */
export class RecipientRefusal extends DomainError {
  constructor(
    code: ErrorCode,
    private readonly say: (words: Words) => string,
    field?: string,
    /** For `invalid` with several fields at fault: what is wrong with each. */
    private readonly faults?: Faults,
  ) {
    const english = recipientWords[fallbackLanguage];
    super(code, say(english), field, faults && faultsIn(english, faults));
    this.name = "RecipientRefusal";
  }

  /** What it says in a language. */
  in(words: Words): Pick<DomainError, "message" | "problems"> {
    return { message: this.say(words), problems: this.faults && faultsIn(words, this.faults) };
  }
}

const faultsIn = ({ refusals }: Words, faults: Faults): Partial<Record<string, string>> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, fault && refusals.fields[fault]]));
