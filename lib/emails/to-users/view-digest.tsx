import { ViewDigest, viewDigestSubject } from "@/lib/emails/messages/view-digest";
import { senderOf } from "@/lib/emails/messages/sender";
import type { Actor } from "@/lib/actor";
import { env } from "@/lib/env";
import { formatMoney } from "@/lib/money";
import { counted } from "@/lib/plain-words";
import { statusTable } from "@/lib/payouts/status";
import { saidIn } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import type { Payout, PayoutListTotal } from "@/lib/payouts/queries";
import { formatDeadline } from "@/lib/time";
import { stopToken } from "@/lib/token";
import { inNameOf } from "@/lib/users/standing-in";
import { hrefOfQuery, readQuery } from "@/lib/views/address";
import { digestPage, digestSubject } from "@/lib/views/digests/queries";
import { rhythmTable } from "@/lib/views/digests/rhythms";
import { queryWords } from "@/lib/views/words";
import type { UserMessageKind } from "./kind";

/** A saved view. It is read when the email leaves, as its list would be read then, in the name of the user who gets it. */
export const viewDigest: UserMessageKind = {
  to: "active",
  whyNot: async ({ email }) => {
    const subject = await digestSubject(email, email.aboutId);
    if (!subject) return "Not sent: the view has been deleted since.";
    if (!subject.digest) return "Not sent: the user has stopped these emails since.";
    return readQuery(subject.query).ok ? null : "Not sent: the filter of the view can no longer be read.";
  },
  write: async (facts, hideSecrets) => {
    const { email, user, organization, now } = facts;
    const subject = await digestSubject(email, email.aboutId);
    const actor = await inNameOf(email, `email-${email.id}`);
    const at = { now, timeZone: organization.timeZone };
    const page = subject && actor && (await digestPage(actor, subject.query, at));
    if (!page) return null;
    const { name, query, digest } = subject;
    const extra = await extraInDigest(actor, query, page.rows);
    const stopHref =
      hideSecrets || !digest ? `${stopStart()}(hidden)` : stopStart() + stopToken(env().LINK_KEY, digest.id);
    const props = {
      ...senderOf(organization),
      userName: user.name,
      viewName: name,
      words: queryWords(query, at, { columns: extra.columns }) ?? "",
      readAt: formatDeadline(now, organization.timeZone),
      total: totalWords(page.total),
      soFar: page.total.soFar ?? false,
      money: page.total.money?.map(({ amountMinor, currency }) => formatMoney(amountMinor, currency)) ?? [],
      rows: page.rows.map((payout) => ({
        id: payout.id,
        href: `${env().PORTAL_URL}/payouts/${payout.id}`,
        recipient: payout.recipientName,
        reference: payout.reference,
        amount: formatMoney(payout.amountMinor, payout.currency),
        status: statusTable[payout.status].label,
        extra: extra.of(payout),
      })),
      viewAllHref: env().PORTAL_URL + (extra.asksPersonal ? viewHref(email.aboutId) : hrefOfQuery(query)),
      rhythm: digest ? rhythmTable[digest.rhythm].within : "",
      stopHref,
    };
    return { subject: viewDigestSubject(props), body: <ViewDigest {...props} />, stopHref };
  },
};

/** An address that says something of a person stands in no email: the view's own page leads to its list. */
const viewHref = (viewId: string) => `/payouts/views/${viewId}`;

/** What the organization's own columns say in the email: of those that are personal, nothing. */
async function extraInDigest(actor: Actor, query: string, rows: readonly Payout[]) {
  const read = readQuery(query);
  const asked = Object.keys((read.ok && read.value.filter.x) || {});
  const isNeeded = asked.length > 0 || rows.some(({ extra }) => extra !== null);
  const all = isNeeded ? await extraColumns(actor) : [];
  const said = all.filter(({ personal }) => !personal);
  return {
    columns: all.map(({ key, label, personal }) => ({ key, label, leftOut: personal })),
    asksPersonal: asked.some((key) => !said.some((column) => column.key === key)),
    of: (payout: Payout) =>
      saidIn(said, payout)
        .map(({ label, text }) => `${label} ${text}`)
        .join(" · "),
  };
}

const stopStart = () => `${env().PORTAL_URL}/digests/stop/`;

/** "1,234 payouts"; "10,000+ payouts" where a list is not counted further, and "3 payouts found so far", as on its page. */
function totalWords({ count, capped, soFar }: PayoutListTotal): string {
  if (soFar) return `${counted(count, "payout")} found so far`;
  return capped ? `${count.toLocaleString("en-US")}+ payouts` : counted(count, "payout");
}
