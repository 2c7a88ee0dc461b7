import { z } from "zod";
import type { erasures } from "@/db/schema/erasures";
import { env } from "@/lib/env";
import { incomingText } from "@/lib/incoming-text";
import { personHash } from "@/lib/token";

/** An address as a form or a command gives it, lower-cased, because addresses are compared that way. */
export const recipientAddress = incomingText(z.string().max(254, "The address is longer than 254 characters."))
  .pipe(z.email("This is not an email address. Write it like ada@example.com."))
  .transform((address) => address.toLowerCase());

/** Whom an erasure is about, as its statements need it. */
export type Person = {
  organizationId: string;
  erasureId: string;
  /** Lower-cased. */
  address: string;
  /** Finds the address and the names of the person in other texts. */
  pattern: string;
  /** What stands in the place of name and address: the same for the same person each time. */
  name: string;
  email: string;
  /** The same inside of other texts, short, because many have a limit. */
  mark: string;
};

const markLength = 12;

/** The person of an erasure that has not ended. */
export function personOf(erasure: typeof erasures.$inferSelect): Person {
  const code = erasure.personHash.slice(0, markLength);
  return {
    organizationId: erasure.organizationId,
    erasureId: erasure.id,
    address: erasure.address!,
    pattern: erasure.pattern!,
    name: `Erased person ${code}`,
    email: `erased-${code}@erased.invalid`,
    mark: `erased-${code}`,
  };
}

/** The keyed hash by which an erased person is known again, and no more. */
export const hashOf = (organizationId: string, address: string): string =>
  personHash(env().LINK_KEY, organizationId, address);

/** Shorter names stand in too many other words. */
const leastName = 4;

const escaped = (text: string) => text.replace(/[^\p{L}\p{N}\s]/gu, "\\$&").replace(/\s+/g, "\\s+");

/**
 * A regular expression of PostgreSQL, to be used without regard to case: the address and the names as people write
 * them, as JSON has them, and as an address of a page has them.
 */
export function patternOf(address: string, names: readonly string[]): string {
  const said = [address, ...names.map((name) => name.trim()).filter((name) => name.length >= leastName)];
  const forms = said.flatMap((text) => {
    const inAddress = encodeURIComponent(text);
    return [text, JSON.stringify(text).slice(1, -1), inAddress, inAddress.replaceAll("%20", "+")];
  });
  return `(?<![[:alnum:]])(?:${[...new Set(forms)].map(escaped).join("|")})(?![[:alnum:]])`;
}

/**
 * A pattern that finds filters, too, and of each the text alone.
 * @param filters as addresses have them, `x.phone` and `%2B1+555`
 */
export function namingFilters(pattern: string, filters: readonly { param: string; value: string }[]): string {
  const forms = filters.map(({ param, value }) => `(?<=[?&]${escaped(param)}=)${escaped(value)}(?![^&"])`);
  return [pattern, ...new Set(forms)].join("|");
}
