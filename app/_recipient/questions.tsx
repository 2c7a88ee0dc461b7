import type { RecipientPayout } from "@/lib/redemptions/queries";

type Organization = Pick<RecipientPayout, "organizationName" | "supportEmail">;

/** Whom to ask, and how to recognize a genuine page; at the end of every page of a known link. */
export function Questions({ payout }: { payout: RecipientPayout }) {
  return (
    <section aria-labelledby="questions" className="mt-10">
      <h2 id="questions" className="font-semibold">
        Questions, or does something look wrong?
      </h2>
      <p className="mt-1 break-words">
        Write to {payout.organizationName} at <Address {...payout} /> and name the reference {payout.reference}.
      </p>
      <p className="mt-3 text-muted">
        We never ask for a password, a card number or a fee. This page is only for you, so please do not share its link.
      </p>
    </section>
  );
}

export function Address({ supportEmail }: Pick<Organization, "supportEmail">) {
  return (
    <a href={`mailto:${supportEmail}`} className="font-medium break-words text-brand-link underline underline-offset-2">
      {supportEmail}
    </a>
  );
}
