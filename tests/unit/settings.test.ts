import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settingsForm, readableSettings } from "@/lib/settings/form";
import { ownWordsNames, type OwnWords } from "@/lib/settings/own-words";
import { settingNames, settingTable, settingTexts, type SettingName, type Settings } from "@/lib/settings/table";
import { merge, type Texts } from "@/app/(portal)/admin/settings/_ui/form-values";

const saved: Settings = {
  ...(Object.fromEntries(ownWordsNames.map((name) => [name, null])) as OwnWords),
  defaultLanguage: "en",
  name: "Acme",
  supportEmail: "help@example.com",
  replyTo: null,
  timeZone: "UTC",
  brandColor: "#1d4ed8",
  payoutLifetimeDays: 30,
  reminderDays: [7, 3, 1],
  verificationLimit: 5,
  resendLimit: 5,
  resendWaitMinutes: 10,
  erasureWaitDays: 30,
  fileDays: 0,
  sessionIdleMinutes: 720,
  sessionMinutes: 10_080,
  secondFactorRequired: false,
};
/** A form that is right, as a browser sends it. */
const { secondFactorRequired: _, ...typed } = settingTexts(saved);
const faultOf = (name: SettingName, value: string) => {
  const { error } = settingsForm.safeParse({ ...typed, [name]: value });
  return error && [...new Set(error.issues.map(({ path }) => path[0]))];
};
const numbers = settingNames.flatMap((name) => {
  const { kind } = settingTable[name];
  return kind.is === "number" ? [[name, kind.least, kind.most] as const] : [];
});

describe("the form of the settings", () => {
  test("reads back what it writes", () => {
    expect(settingsForm.parse(typed)).toEqual(saved);
  });

  test.each(numbers)(
    "takes %s from %i to %i, and refuses every other text by the name of the field",
    (name, least, most) => {
      // The longest session holds an idle time of any length, and the shortest idle time fits any session.
      const rest = { ...typed, sessionIdleMinutes: "5", sessionMinutes: "43200" };
      fc.assert(
        fc.property(fc.integer({ min: -10, max: most + 10 }), (value) => {
          const { success, error } = settingsForm.safeParse({ ...rest, [name]: String(value) });
          expect(success).toBe(value >= least && value <= most);
          if (error) expect(error.issues[0]?.path).toEqual([name]);
        }),
      );
      for (const text of ["", "1.5", "1e2", "٣", "0x1", "five", "9999999"]) expect(faultOf(name, text)).toEqual([name]);
    },
  );

  test("takes own words with the places that they have, and refuses every other brace", () => {
    for (const text of ["Hello {name}", "{organization}: {name}", "Hello"])
      expect(faultOf("greetingEn", text)).toBeUndefined();
    for (const text of ["Hello {name", "Hello {name,", "Hello name}", "{{name}}", "{ name }", "{amount}", "{}"])
      expect(faultOf("greetingEn", text), text).toEqual(["greetingEn"]);
  });

  test("sorts reminder days, drops repetitions, and refuses too many or too far ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 62 }), { maxLength: 7 }), (days) => {
        const { data } = settingsForm.safeParse({ ...typed, reminderDays: days.join(", ") });
        const kept = [...new Set(days)].sort((one, other) => other - one);
        const isRight = kept.length <= 5 && kept.every((day) => day >= 1 && day <= 60);
        expect(data?.reminderDays).toEqual(isRight ? kept : undefined);
      }),
    );
    for (const none of ["", "none", " None "])
      expect(settingsForm.parse({ ...typed, reminderDays: none }).reminderDays).toEqual([]);
  });

  test("takes exactly # and six hexadecimal digits as a color", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^#[0-9a-fA-F]{5,7}$/)), (text) => {
        const { data } = settingsForm.safeParse({ ...typed, brandColor: text });
        expect(data?.brandColor).toBe(/^#[0-9a-f]{6}$/i.test(text.trim()) ? text.trim().toLowerCase() : undefined);
      }),
    );
  });

  test.each([
    ["supportEmail", ""],
    ["supportEmail", "payouts@"],
    ["replyTo", "payouts@"],
    ["replyTo", "a@example.com\r\nBcc: b@example.com"],
    ["timeZone", "Mars/Olympus"],
    ["timeZone", ""],
    ["name", " "],
    ["name", "x".repeat(201)],
    ["name", "Ac\u200bme"],
    ["secondFactorRequired", "yes"],
  ] as const)("refuses %s %j", (name, value) => {
    expect(faultOf(name, value)).toEqual([name]);
  });

  test("refuses a session that is shorter than its time without use", () => {
    expect(faultOf("sessionMinutes", "719")).toEqual(["sessionMinutes"]);
    expect(faultOf("sessionMinutes", "720")).toBeUndefined();
  });
});

test("a preview shows what can be read, and the rest as it is saved", () => {
  const sent = { ...typed, brandColor: "blue", name: "Other", reminderDays: ["1", "2"], secondFactorRequired: "on" };
  expect(readableSettings(sent, saved)).toEqual({
    settings: { ...saved, name: "Other", secondFactorRequired: true },
    unread: ["brandColor", "reminderDays"],
  });
});

test("of two who changed the settings, each keeps what only they changed, and nothing of theirs is hidden", () => {
  const base = settingTexts(saved);
  const text = fc.constantFrom("a", "b", "c");
  const texts = fc.record(Object.fromEntries(settingNames.map((name) => [name, text]))) as fc.Arbitrary<Texts>;
  fc.assert(
    fc.property(texts, texts, texts, (from, theirs, yours) => {
      const { texts: merged, differences } = merge(from, theirs, yours);
      for (const name of settingNames) {
        expect(merged[name]).toBe(yours[name] === from[name] ? theirs[name] : yours[name]);
        const told = differences.some((one) => one.name === name);
        expect(told).toBe(theirs[name] !== from[name] && theirs[name] !== yours[name]);
      }
    }),
  );
  expect(merge(base, base, base)).toEqual({ texts: base, differences: [] });
});
