import type { Stamp } from "@/lib/time";

/** A relative time or a day; the exact time with its zone shows on hover, and is read out. */
export const Stamped = ({ shown, exact }: Stamp) => (
  <span title={exact} className="stamp">
    {shown}
  </span>
);
