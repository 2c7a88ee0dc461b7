/** What becomes of the columns that are said to be none of ours. */
export const OthersHint = ({ className }: { className: string }) => (
  <p className={`text-sm text-muted ${className}`}>
    A column that is none of these is kept with each payout as it is written, up to ten of them. Secrets, bank details
    and numbers of identity documents are not kept.
  </p>
);
