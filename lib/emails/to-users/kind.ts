import type { ReactElement } from "react";
import type { UserFacts } from "@/lib/emails/facts";
import type { UserState } from "@/lib/users/status";

type UserMessage = {
  subject: string;
  body: ReactElement;
  /** Where the user can stop such emails. */
  stopHref?: string;
};

/** One kind of email to a user. */
export type UserMessageKind = {
  /** How its user must stand when it leaves. */
  to: UserState;
  /** Why what it is about needs no email any more; null when it may be sent. Whether the user may still get any is known. */
  whyNot: (facts: UserFacts) => Promise<string | null>;
  /**
   * Writes it from what it is about, as that stands now; null when it does not exist any more.
   * @param hideSecrets masks what only the user may have, for the log
   */
  write: (facts: UserFacts, hideSecrets: boolean) => Promise<UserMessage | null>;
};
