import { readFileSync } from "node:fs";
import fc from "fast-check";

const full = [
  "recipient_name,email,amount,currency,reference,expires_at,verification_code,note",
  'Ada Byron,ada@example.com,12.50,USD,M-1,2027-03-31,N1 9GU,"a note, ""quoted"""',
  '"Byron, Ada",b@example.com,1250,JPY,M-2,2027-03-31T17:00:00-05:00,,',
  "",
  '"Grace ""Amazing"" Hopper",grace@example.com,1.250,KWD,"M,3",,CLM-20418,"over\ntwo lines"',
  "Jos\u00e9 Garc\u00eda,jose@example.com,99,EUR,M-4,2027-01-01,,",
  " Nora Quinn , nora@example.com , 7.05 , GBP , M-5 , , , ",
].join("\n");

/** Good files to start from: as programs export them, and with every column and quotation. */
const starts = [
  readFileSync("examples/payouts.csv").subarray(0, 2_000),
  Buffer.from(full),
  Buffer.from(full.replaceAll("\n", "\r\n")),
];

/** A change somewhere in the bytes: some are removed, inserted or overwritten. */
const change = fc.record({
  // Evenly distributed: by default fast-check prefers the beginning, where nearly every change would break the header.
  at: fc.noBias(fc.nat({ max: 9_999 })).map((place) => place / 10_000),
  cut: fc.nat({ max: 40 }),
  put: fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(
          '"',
          '""',
          ",",
          ";",
          "\t",
          "|",
          "\n",
          "\r\n",
          "\r",
          "\u0000",
          "\ufeff",
          "\u2028",
          "=",
          "1e9",
          "-",
          "'",
          "\ufffd",
        )
        .map((text) => new TextEncoder().encode(text)),
    },
  ),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

export const mutate = (bytes: Uint8Array, changes: readonly Change[]): Uint8Array =>
  changes.reduce<Uint8Array>((file, { at, cut, put }) => {
    const place = Math.floor(at * file.length);
    return Buffer.concat([file.subarray(0, place), put, file.subarray(place + cut)]);
  }, bytes);

export const someChanges = (most: number) => fc.array(change, { minLength: 1, maxLength: most });

/** A good file after some changes. */
export const mutatedFile = (most: number) =>
  fc.tuple(fc.constantFrom(...starts), someChanges(most)).map(([start, changes]) => mutate(start, changes));
