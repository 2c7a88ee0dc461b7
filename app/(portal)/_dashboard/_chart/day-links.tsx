"use client";

import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";

type Props = {
  /** `words`: what is said of the day where a mouse rests on it. */
  days: readonly { words: string; href: Route }[];
};

/**
 * Behind a drawing, a link for each day to its payouts, of equal width. For mouse and finger: the table has the same links
 * for keyboards and screen readers. A component of the browser, so that what follows the page's HTML has two texts a day.
 */
export const DayLinks = ({ days }: Props) => (
  <div aria-hidden className="day-links">
    {days.map(({ words, href }) => (
      <SoftLink key={href} href={href} title={words} tabIndex={-1} />
    ))}
  </div>
);
