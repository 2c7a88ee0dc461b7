import type { Route } from "next";
import { Notice } from "@/app/_ui/notice";
import { SoftLink } from "@/app/_ui/soft-link";

/**
 * Above a list whose search could not look at all payouts, because many wait to be entered for it.
 * @param props.href the list itself
 */
export const NotAllSearched = ({ href }: { href: Route }) => (
  <Notice tone="progress" title="Not all payouts are searched yet">
    <p>
      Many payouts are still being made ready for the search. Those of them that match may be missing here until then;
      after a large file this takes some minutes.{" "}
      <SoftLink href={href} className="font-medium underline underline-offset-2">
        Search again
      </SoftLink>
    </p>
  </Notice>
);
