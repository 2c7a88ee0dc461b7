import { sql, type SQL } from "drizzle-orm";
import { chance, pick } from "./life";

/** Names, each with the Latin letters its email address is made of. */
const given =
  "Olivia Marcus Denise Terrence Hannah Luis Priscilla Gordon Aaliyah Walter Megan Desmond Ruth Calvin Joanna Tyrell Bethany Harold Simone Everett Kayla Vernon Ingrid Malcolm Tessa José:jose María:maria Íñigo:inigo Begoña:begona João:joao Zoë:zoe Françoise:francoise Jürgen:jurgen Søren:soren Åsa:asa Łukasz:lukasz Jiří:jiri Çağla:cagla Anne-Sophie Hans-Jürgen:hans-jurgen 秀英:xiuying さくら:sakura 민준:minjun فاطمة:fatima Екатерина:ekaterina";
const family =
  "Whitaker Okonkwo Delgado Prescott Lindqvist Abernathy Carmichael Vasquez Thornton Mbeki Hargrove Sinclair Beaumont O'Rourke:orourke D'Angelo:dangelo McAllister Ellsworth Pemberton Kowalczyk Fitzgerald Osei Ramsey García:garcia GARCÍA:garcia Muñoz:munoz Peña:pena Ibáñez:ibanez Gonçalves:goncalves Magalhães:magalhaes Müller:muller Lefèvre:lefevre Østergaard:ostergaard Sjöström:sjostrom Wiśniewska:wisniewska Dvořáková:dvorakova Yılmaz:yilmaz Kovács:kovacs Đorđević:dordevic García-Márquez:garcia-marquez 王:wang 長谷川:hasegawa 박:park الحسيني:alhusseini Кузнецова:kuznetsova";
/** One payout in so many is for her, whom nobody else is called like. */
const RARE_EVERY = 50_021;
const rare = { name: "Ottoline Quackenbush", email: "ottoline.quackenbush" };

const native = (pool: string) => pool.split(" ").map((name) => name.split(":")[0]!);
const latin = (pool: string) => pool.split(" ").map((name) => (name.split(":")[1] ?? name).toLowerCase());

const unlessRare = (usual: SQL, one: string): SQL =>
  sql`case when n % ${sql.raw(String(RARE_EVERY))} = 7 then ${one} else ${usual} end`;
const both = (of: (pool: string) => string[], separator: string): SQL =>
  sql`${pick(of(given), chance(6))} || ${separator}::text || ${pick(of(family), chance(7))}`;

/** Who is paid by the payout of number `n`. */
export const recipientName: SQL = unlessRare(both(native, " "), rare.name);
export const recipientEmail: SQL = sql`${unlessRare(both(latin, "."), rare.email)} || '.' || n || '@mail' || n % 50 || '.example.com'`;

/** Dollars above all, two more currencies, and two that are rare. */
export const currency: SQL = sql`case when ${chance(8)} < 0.8 then 'USD' when ${chance(8)} < 0.94 then 'EUR'
  when ${chance(8)} < 0.999 then 'GBP' when ${chance(8)} < 0.9999 then 'JPY' else 'KWD' end`;
export const amountMinor: SQL = sql`(10 ^ (2.5 + 2 * ${chance(9)} + ${chance(10)}))::bigint`;
