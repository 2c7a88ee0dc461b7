import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hiddenCharacter, incoming, pasted, withoutHidden } from "@/lib/incoming-text";
import { searchText } from "@/lib/lists/search-text";
import { columnNames, payoutFields } from "@/lib/payouts/fields/table";
import { readRow } from "@/lib/payouts/fields/read-row";
import { settingsForm } from "@/lib/settings/form";
import { newUser } from "@/lib/users/invitations";

const at = { now: new Date("2026-11-23T12:00:00Z"), timeZone: "UTC" };
const row = Object.fromEntries(columnNames.map((name) => [name, payoutFields[name].example]));

/** Every character that Unicode calls ignorable by default, a control or a format, but for those that are seen. */
const hidden = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter(
    (one) =>
      /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/u.test(one) &&
      !/[\u0600-\u06dd\u070f\u0890-\u08e2\u{110bd}\u{110cd}]/u.test(one),
  );

describe("a character that nobody sees", () => {
  it("is named with its place in every column of a payout", () => {
    fc.assert(
      fc.property(fc.constantFrom(...hidden), fc.constantFrom(...columnNames), (character, column) => {
        const value = row[column]!;
        const checked = readRow({ ...row, [column]: `${value.slice(0, 1)}${character}${value.slice(1)}` }, 2, at);
        const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
        expect("faults" in checked && checked.faults).toMatchObject([
          {
            column,
            code: "hidden_character",
            message: expect.stringMatching(`U\\+${code}\\), at position 2`) as string,
          },
        ]);
      }),
    );
  });

  it.each([
    ["a person's name", (text: string) => newUser.shape.name.safeParse(text)],
    ["a person's address", (text: string) => newUser.shape.email.safeParse(`${text}@example.com`)],
    ["the support address", (text: string) => settingsForm.shape.supportEmail.safeParse(`${text}@example.com`)],
    ["a search", (text: string) => searchText.safeParse(text)],
  ])("is refused in %s, and so are NUL and half of a character", (_, parse) => {
    expect(parse("Ada").success).toBe(true);
    for (const character of ["\u200b", "\u00ad", "\u3164", "\ufe0f", "\u{e0041}", "\u0000", "\ud800"])
      expect(parse(`A${character}da`).success).toBe(false);
  });

  it("can be taken out of a text, and then the text has none", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hidden), fc.string({ unit: "grapheme" }))), (parts) => {
        const text = withoutHidden(parts.join(""));
        expect(hiddenCharacter(text)).toBeUndefined();
      }),
    );
  });
});

describe("zero width joiners", () => {
  it.each([
    ["Persian", "علی\u200cرضا"],
    ["Hindi", "क्\u200dषमा"],
    ["Malayalam", "അവന്\u200d"],
  ])("are kept in a name where %s needs them", (_, name) => {
    const checked = readRow({ ...row, recipient_name: name }, 2, at);
    expect("fields" in checked && checked.fields.recipientName).toBe(name);
  });

  it.each(["Ada\u200dByron", "\u200cAda", "Ada\u200d", "王\u200d秀英", "Ada 👩\u200d⚕"])(
    "are refused in %j, which needs none",
    (name) => {
      expect(readRow({ ...row, recipient_name: name }, 2, at)).toMatchObject({
        faults: [{ code: "hidden_character" }],
      });
    },
  );
});

describe("a text that comes in", () => {
  it("is empty when nothing of it is seen", () => {
    for (const text of ["", " ", "\u00a0", "\u3164", "\u200b\u2060", "\u2800", "\u{e0001}"])
      expect(incoming(text)).toBe("");
    expect(readRow({ ...row, recipient_name: "\u3164" }, 2, at)).toMatchObject({ faults: [{ code: "required" }] });
  });

  it("has one form, however its accents were typed", () => {
    const checked = readRow({ ...row, reference: "Re\u0301f-1" }, 2, at);
    expect("fields" in checked && checked.fields.reference).toBe("R\u00e9f-1");
  });
});

describe("a number that is pasted", () => {
  it("is read without spaces and dashes of any kind", () => {
    const spaces = fc.constantFrom(" ", "\u00a0", "\u202f", "\t", "\u200b", "-", "\u2011", "\u2013", "\u2212");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(..."0189ABZ"), spaces)), (pairs) => {
        expect(pasted(pairs.flat().join(""))).toBe(pairs.map(([one]) => one).join(""));
      }),
    );
  });
});
