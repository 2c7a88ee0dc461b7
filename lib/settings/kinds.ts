import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";

/** What a setting is made of. It decides its control, its parser and its words; `lib/settings/form.ts` has the parsers. */
export type SettingKind =
  | { is: "line"; most: number }
  | { is: "email"; optional: boolean }
  | { is: "zone" }
  | { is: "color" }
  | { is: "language" }
  | { is: "words"; most: number; places: readonly string[] }
  | { is: "number"; least: number; most: number; unit: string; units: string }
  | { is: "days"; count: number; most: number }
  | { is: "box" };

/** The parts of the page, in their order. */
export const settingSections = {
  identity: { title: "Organization", about: "Who recipients see, and where they write." },
  look: { title: "Look", about: "How emails and the recipient’s page look." },
  words: {
    title: "Languages",
    about:
      "In which language recipients read, and your own words in their emails. Left empty, Meridian’s words are used.",
  },
  payouts: { title: "Payouts", about: "How long a payout waits, and how its recipient is reminded." },
  limits: { title: "Limits", about: "How often recipients may answer, and how often staff may email them." },
  personal: { title: "Personal data", about: "How long what is known of recipients is kept." },
  signIn: { title: "Sign-in of your staff", about: "When a session ends, and what it takes to begin one." },
} as const;

export type SettingSection = keyof typeof settingSections;

export type Setting = {
  section: SettingSection;
  /** Settings of one language are folded away together. */
  language?: Language;
  label: string;
  kind: SettingKind;
  /** As the database fills it in; null where it is said when the organization is made. */
  usual: string | null;
  /** What it does. */
  effect: string;
  /** From when a change holds, and whether it reaches payouts that were sent before. */
  holds: string;
};

/** From when a change of what stands in emails holds. */
export const fromTheNextEmail =
  "From the next email on, also for payouts already sent. Emails that have left stay as they are.";

/** What may be written, in words for the form, a refusal and the docs. */
export function boundsWords(kind: SettingKind): string {
  switch (kind.is) {
    case "line":
      return `1 to ${kind.most} characters`;
    case "email":
      return kind.optional ? "One email address, or empty" : "One email address";
    case "zone":
      return "A time zone, such as America/New_York";
    case "color":
      return "# and six digits or letters from a to f, such as #1d4ed8";
    case "language":
      return `One of ${languages.map((language) => languageTable[language].label).join(", ")}`;
    case "words":
      return `Up to ${kind.most} characters with ${kind.places.map((place) => `{${place}}`).join(" and ")} where they belong, or empty`;
    case "number":
      return `A whole number of ${kind.units} from ${kind.least} to ${kind.most}`;
    case "days":
      return `Up to ${kind.count} whole numbers from 1 to ${kind.most} with commas between, or empty`;
    case "box":
      return "Yes or no";
  }
}
