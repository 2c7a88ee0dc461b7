import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";
import { languages } from "@/lib/recipient-words/languages";
import { isTimeZone } from "@/lib/time";
import { boundsWords, type Setting, type SettingKind } from "./kinds";
import { placesIn } from "./own-words";
import { settingNames, settingTable, type SettingName, type Settings } from "./table";

/** Of every kind: how the text that a form sends becomes a value. */
const parsers: { [Is in SettingKind["is"]]: (kind: Extract<SettingKind, { is: Is }>, words: string) => z.ZodType } = {
  line: ({ most }, words) => incomingText(z.string().min(1, words).max(most, words), { joiners: true }),
  email: ({ optional }) => {
    const address = incomingText(z.string().max(254, "The address is longer than 254 characters.")).pipe(
      z.email("This is not an email address. Write it like payouts@example.com."),
    );
    return optional ? orNothing.pipe(address.nullable()) : address;
  },
  zone: (_, words) => z.string(words).trim().refine(isTimeZone, words),
  color: (_, words) =>
    z
      .string(words)
      .trim()
      .toLowerCase()
      .regex(/^#[0-9a-f]{6}$/, words),
  language: () => z.enum(languages, "Choose one of the languages."),
  words: ({ most, places }, words) =>
    orNothing.pipe(
      incomingText(z.string().max(most, words), { joiners: true })
        .refine((text) => placesIn(text).every((place) => places.some((known) => place === `{${known}}`)), words)
        .nullable(),
    ),
  number: ({ least, most }, words) =>
    z
      .string(words)
      .trim()
      .regex(/^\d{1,6}$/, words)
      .transform(Number)
      .pipe(z.number().min(least, words).max(most, words)),
  days: ({ count, most }, words) =>
    z
      .string(words)
      .trim()
      .transform((text) => (text === "" || /^none$/i.test(text) ? [] : text.split(/\s*[,;]\s*|\s+/)))
      .refine((days) => days.every((day) => /^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= most), words)
      .transform((days) => [...new Set(days.map(Number))].sort((one, other) => other - one))
      .refine((days) => days.length <= count, words),
  // A box that is not ticked sends nothing.
  box: () =>
    z
      .literal("on")
      .optional()
      .transform((box) => box === "on"),
};

const orNothing = z.string().transform((text) => (text.trim() === "" ? null : text));

const parserOf = ({ kind }: Setting): z.ZodType =>
  (parsers[kind.is] as (kind: SettingKind, words: string) => z.ZodType)(kind, `Write: ${boundsWords(kind)}.`);

type Shape = { [Name in SettingName]: z.ZodType<Settings[Name], string | undefined> };

const shape = Object.fromEntries(settingNames.map((name) => [name, parserOf(settingTable[name])])) as Shape;

/** The settings as a form sends them, all of them text. */
export const settingsForm = z
  .object(shape)
  .refine(({ sessionIdleMinutes, sessionMinutes }) => sessionIdleMinutes <= sessionMinutes, {
    path: ["sessionMinutes"] satisfies [SettingName],
    when: ({ issues }) => issues.length === 0,
    message: "The longest session must not be shorter than a session without use.",
  });

/**
 * What a form would set, for a preview: of what it does not send or cannot be read, the value that is saved.
 * @returns also the names of what could not be read
 */
export function readableSettings(sent: Record<string, unknown>, saved: Settings) {
  const unread: SettingName[] = [];
  const read = settingNames.map((name) => {
    const parsed = shape[name].safeParse(sent[name]);
    if (!parsed.success && sent[name] !== undefined) unread.push(name);
    return [name, parsed.success ? parsed.data : saved[name]] as const;
  });
  return { settings: Object.fromEntries(read) as Settings, unread };
}
