import type { Origin } from "@/lib/actor";

/** The first that fits wins: browsers name those whose sites they want to be served by. */
const browsers: readonly [name: string, mark: RegExp][] = [
  ["Edge", /\b(?:Edg|EdgA|EdgiOS)\//],
  ["Opera", /\b(?:OPR|OPT)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Vivaldi", /\bVivaldi\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|HeadlessChrome|CriOS)\//],
  ["Safari", /\bVersion\/[\d.]+.*\bSafari\//],
];

const systems: readonly [name: string, mark: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["Linux", /\bLinux\b|\bX11\b/],
];

const firstOf = (table: typeof browsers, text: string) => table.find(([, mark]) => mark.test(text))?.[0];

/** What people call the device that sends a `User-Agent` header: "Chrome on macOS", at least "Unknown device". */
export function deviceWords(userAgent: string | null): string {
  const text = (userAgent ?? "").slice(0, 1_000);
  const [browser, system] = [firstOf(browsers, text), firstOf(systems, text)];
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? (system ? `A browser on ${system}` : "Unknown device");
}

/** From where somebody asks to sign in. */
export const originOf = ({
  peer,
  deviceWords: device = deviceWords(null),
}: {
  peer: string;
  deviceWords?: string;
}): Origin => ({
  address: peer.slice(0, 64),
  device,
});
