import { namePools, type NamePool } from "./names";
import type { Random } from "./random";

/** Letters that are not an English one with a mark. */
const unaccented: Record<string, string> = { ø: "o", đ: "d", ł: "l", þ: "th", ð: "d", ı: "i", ß: "ss", æ: "ae" };

/** A word of a name, and the letters it takes in an email address. */
type Word = { native: string; latin: string };
type Pool = Pick<NamePool, "familyFirst" | "joined"> & { given: Word[]; family: Word[] };

const pools = namePools.map(
  ({ weight, given, family, ...order }) =>
    [{ ...order, given: words(given), family: words(family) }, weight] as const satisfies [Pool, number],
);

// Names reserved for examples: no mail sent by mistake can reach anybody.
const mailHosts = [
  ["example.com", 5],
  ["example.org", 3],
  ["example.net", 3],
  ["mail.example.com", 2],
  ["inbox.example.org", 1],
] as const;

/** A recipient: a name in the script of its language and an email address that fits it. */
export function person(random: Random): { name: string; email: string } {
  const pool: Pool = random.weighted(pools);
  const given = random.pick(pool.given);
  const family = random.pick(pool.family);
  const order = pool.familyFirst ? [family, given] : [given, family];
  const mailbox = random.weighted([
    [`${given.latin}.${family.latin}`, 5],
    [`${given.latin.slice(0, 1)}.${family.latin}${random.int(1, 99)}`, 3],
    [`${family.latin}.${given.latin}${random.int(1950, 2006)}`, 2],
  ]);
  return {
    name: order.map((word) => word.native).join(pool.joined ? "" : " "),
    email: `${mailbox}@${random.weighted(mailHosts)}`,
  };
}

/** "Thị:thi.Hồng:hong" is one given name of two words. */
function words(list: string): Word[] {
  return list.split(" ").map((entry) => {
    const parts = entry.split(".").map((part) => part.split(":"));
    return {
      native: parts.map(([native = ""]) => native).join(" "),
      latin: parts.map(([native = "", latin]) => latin ?? withoutAccents(native)).join(""),
    };
  });
}

function withoutAccents(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z]/g, (letter) => unaccented[letter] ?? "");
}
