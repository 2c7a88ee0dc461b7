/** The keys that lead to a page, pressed after "g". */
export const places = {
  d: { href: "/", label: "Go to the Dashboard" },
  p: { href: "/payouts", label: "Go to the payouts" },
  b: { href: "/batches", label: "Go to the batches" },
} as const;
