import type { UserFacts } from "@/lib/emails/facts";
import { UserAccess, type UserAccessProps } from "@/lib/emails/messages/user-access";
import { senderOf } from "@/lib/emails/messages/sender";
import { env } from "@/lib/env";
import { formatDeadline } from "@/lib/time";
import { hiddenAddress, linkAddress, standingOfLink, userLinkTable, type LinkPurpose } from "@/lib/users/links";
import type { UserMessageKind } from "./kind";

const frameOf = ({ user, organization }: UserFacts) => ({ userName: user.name, ...senderOf(organization) });

const messageOf = (subject: string, props: Omit<UserAccessProps, "heading">) => ({
  subject,
  body: <UserAccess {...props} heading={subject} />,
});

const hrefOf = (purpose: LinkPurpose, { email }: UserFacts, hideSecrets: boolean) =>
  hideSecrets ? hiddenAddress(purpose) : linkAddress(purpose, email.aboutId);

/** The link and its email are made at the same instant. */
const deadlineOf = (purpose: LinkPurpose, { email, organization }: UserFacts) =>
  formatDeadline(new Date(email.queuedAt.getTime() + userLinkTable[purpose].hours * 3_600_000), organization.timeZone);

const whyNotLink =
  (what: string) =>
  async ({ email }: UserFacts) =>
    (await standingOfLink(email.organizationId, email.aboutId))
      ? null
      : `Not sent: ${what} was used, replaced or ended since.`;

/** The invitation of a user: the link by which they choose their first password. */
export const userInvited: UserMessageKind = {
  to: "invited",
  whyNot: whyNotLink("the invitation"),
  write: async (facts, hideSecrets) => {
    const { name } = facts.organization;
    const link = await standingOfLink(facts.email.organizationId, facts.email.aboutId);
    const inviter = link?.invitedBy ?? "An administrator";
    return messageOf(`Join ${name} on Meridian`, {
      ...frameOf(facts),
      paragraphs: [
        `${inviter} invites you to the portal in which ${name} sends its payouts. Choose a password, and you are in.`,
        `The link can be used once, until ${deadlineOf("invitation", facts)}. You sign in as ${facts.email.toEmail}.`,
      ],
      press: { label: "Join", href: hrefOf("invitation", facts, hideSecrets) },
      caution: `If you do not know ${name}, leave this email alone: nothing happens without you.`,
    });
  },
};

/** The link by which a user who forgot their password chooses a new one. */
export const passwordReset: UserMessageKind = {
  to: "active",
  whyNot: whyNotLink("the link"),
  write: async (facts, hideSecrets) =>
    messageOf("Choose a new password", {
      ...frameOf(facts),
      paragraphs: [
        `Somebody asked for a new password for your account at ${facts.organization.name}. If it was you, choose one.`,
        `The link can be used once, until ${deadlineOf("reset", facts)}. It ends your sessions, and your second factor stays as it is.`,
      ],
      press: { label: "Choose a new password", href: hrefOf("reset", facts, hideSecrets) },
      caution: "If it was not you, leave this email alone: your password stays as it is.",
    }),
};

/** Tells a user that their password is another one now, no matter who did it. */
export const passwordChanged: UserMessageKind = {
  to: "active",
  whyNot: async () => null,
  write: async (facts) =>
    messageOf("Your password was changed", {
      ...frameOf(facts),
      paragraphs: [
        `The password of your account at ${facts.organization.name} was changed on ${formatDeadline(facts.email.queuedAt, facts.organization.timeZone)}.`,
        "If it was you, there is nothing to do.",
      ],
      caution: `If it was not you, choose a new password at ${env().PORTAL_URL}/forgotten-password now, and tell an admin of your organization.`,
    }),
};
