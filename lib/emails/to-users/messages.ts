import type { UserEmailKind } from "@/lib/emails/kinds";
import type { UserMessageKind } from "./kind";
import { passwordChanged, passwordReset, userInvited } from "./access";
import { settingsTest } from "./settings-test";
import { viewDigest } from "./view-digest";

/** What each kind of email to a user is about. */
export const userMessages: Record<UserEmailKind, UserMessageKind> = {
  view_digest: viewDigest,
  user_invited: userInvited,
  password_reset: passwordReset,
  password_changed: passwordChanged,
  settings_test: settingsTest,
};
