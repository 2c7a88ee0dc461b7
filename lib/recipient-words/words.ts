import type { closed } from "./en/closed";
import type { emails } from "./en/emails";
import type { page } from "./en/page";
import type { refusals } from "./en/refusals";

/** Everything that recipients read. English says what there is; a language that leaves a sentence out does not compile. */
export type Words = {
  page: typeof page;
  closed: typeof closed;
  emails: typeof emails;
  refusals: typeof refusals;
};
