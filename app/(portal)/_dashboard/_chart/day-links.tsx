"use client";

import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";

/** `words`: what is said of the day where a mouse rests on it. */
export type DayLink = { words: string; href: Route };

/**
 * Over a drawing, a link for each day to its payouts, of equal width. For the mouse: keyboards and screen readers have the
 * same links in the table. The browser draws them, so that the page carries a day as its two texts.
 */
export const DayLinks = ({ days }: { days: readonly DayLink[] }) => (
  <div aria-hidden className="day-links">
    {days.map(({ words, href }) => (
      <SoftLink key={href} href={href} title={words} tabIndex={-1} />
    ))}
  </div>
);
