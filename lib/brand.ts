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

/** Contrast ratio of two colours (#rrggbb) as WCAG 2.2 defines it, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) =>
    linear(Number.parseInt(color.slice(start, start + 2), 16) / 255),
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
