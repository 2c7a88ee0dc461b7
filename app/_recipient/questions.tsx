import { hole } from "@/lib/recipient-words/hole";
import { InSentence } from "./in-sentence";
import type { Reading } from "./reading";

/** Whom to ask, and how to recognize a genuine page; at the end of every page of a known link. */
export function Questions({ payout, words }: Reading) {
  const { title, write, never } = words.page.questions;
  const { organizationName: organization, reference } = payout;
  return (
    <section aria-labelledby="questions" className="mt-10">
      <h2 id="questions" className="font-semibold">
        {title}
      </h2>
      <p className="mt-1 break-words">
        <InSentence text={write({ organization, address: hole, reference })}>
          <Address {...payout} />
        </InSentence>
      </p>
      <p className="mt-3 text-muted">{never}</p>
    </section>
  );
}

export function Address({ supportEmail }: { supportEmail: string }) {
  return (
    <a href={`mailto:${supportEmail}`} className="font-medium break-words text-brand-link underline underline-offset-2">
      {supportEmail}
    </a>
  );
}
