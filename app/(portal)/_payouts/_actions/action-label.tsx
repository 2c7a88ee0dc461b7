import type { LucideIcon } from "lucide-react";

/** What a button of a payout says: in words, and in the narrow cell at the end of a row by an icon with the words on hover. */
export const ActionLabel = ({ icon: Icon, children }: { icon: LucideIcon; children: string }) => (
  <>
    <Icon aria-hidden className="hidden size-4 in-data-compact:pointer-fine:@2xl:block" />
    <span className="in-data-compact:pointer-fine:@2xl:sr-only">{children}</span>
  </>
);
