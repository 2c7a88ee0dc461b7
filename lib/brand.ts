/** The two inks that stand on an organization's colour. */
type Ink = "#000000" | "#ffffff";

/** Black or white, whichever can be read better on this colour (#rrggbb). Either way the contrast is 4.5 or more. */
export const inkOn = (color: string): Ink =>
  contrast(color, "#000000") >= contrast(color, "#ffffff") ? "#000000" : "#ffffff";

/**
 * An edge for a surface of this colour on white paper: the colour itself where the eye can tell it from white, else
 * grey.
 */
export const edgeOnWhite = (color: string): string => (contrast(color, "#ffffff") >= 3 ? color : "#6b7683");

/** What links stand on: the page of an email, and the recipient's page in light and dark. */
export const paper = { email: "#ffffff", light: "#f6f6f7", dark: "#131519" } as const;

/** WCAG 2.2 AA (1.4.3) for text. */
const readable = 4.5;

/**
 * The color in which a link is written on such a ground: the organization's own where it can be read there, else the
 * nearest darker one (on a light ground) or lighter one (on a dark ground) that can.
 */
export function linkOn(color: string, ground: string): string {
  const ink = inkOn(ground);
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(color, ink, share);
    if (contrast(mixed, ground) >= readable) return mixed;
  }
  return ink;
}

function mix(color: string, other: string, share: number): string {
  const channel = (start: number) =>
    Math.round(part(color, start) * (1 - share) + part(other, start) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

const part = (color: string, start: number) => Number.parseInt(color.slice(start, start + 2), 16);

/** What an admin should know of a color whose links are written in another one; null where they are not. */
export function brandColorNote(color: string): string | null {
  const [light, dark] = [paper.light, paper.dark].map((ground) => linkOn(color, ground));
  const changed = [light !== color && `darker on white (${light})`, dark !== color && `lighter on dark (${dark})`];
  const words = changed.filter(Boolean).join(" and ");
  return words ? `Links in this color could not be read everywhere, so they are written ${words}.` : null;
}

/** Contrast ratio of two colours (#rrggbb) as WCAG 2.2 defines it, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => linear(part(color, start) / 255)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
