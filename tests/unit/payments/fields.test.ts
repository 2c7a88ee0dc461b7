import { describe, expect, it } from "vitest";
import { fieldTable } from "@/lib/payments/providers/fields";

const iban = "GB82WEST12345698765432";

describe("an IBAN", () => {
  it.each([
    "GB82\u00a0WEST\u00a01234\u00a05698\u00a07654\u00a032",
    "gb82-west-1234-5698-7654-32",
    "IBAN GB82 WEST 1234 5698 7654 32",
    "IBAN: GB82\u202fWEST\u202f1234\u202f5698\u202f7654\u202f32\u200b",
  ])("pasted as %j is read", (typed) => {
    expect(fieldTable.iban.read(typed)).toEqual({ value: iban });
    expect(fieldTable.foreign_account_number.read(typed)).toEqual({ value: iban });
  });
});

describe("a routing number", () => {
  it("is read however it was pasted", () => {
    expect(fieldTable.routing_number.read("121\u00a0042\u2011882")).toEqual({ value: "121042882" });
  });

  it("of zeros, or with a prefix that the Federal Reserve does not give out, is refused", () => {
    const checksum = (eight: string) => {
      const sum = [...eight].reduce((total, digit, index) => total + Number(digit) * [3, 7, 1][index % 3]!, 0);
      return `${eight}${(10 - (sum % 10)) % 10}`;
    };
    expect(fieldTable.routing_number.read("000000000")).toHaveProperty("problem");
    for (let prefix = 0; prefix < 100; prefix++) {
      const given = prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;
      const number = checksum(`${String(prefix).padStart(2, "0")}104288`);
      expect({ number, ...fieldTable.routing_number.read(number) }).toHaveProperty(given ? "value" : "problem");
    }
  });
});

describe("an account number", () => {
  it("of zeros alone is refused", () => {
    for (const field of ["account_number", "foreign_account_number"] as const)
      expect(fieldTable[field].read("0000")).toHaveProperty("problem");
  });
});
