import { settingNames, settingTable, type SettingName } from "@/lib/settings/table";

/** The settings as texts, as the form holds them; a box is "yes" or "no". */
export type Texts = Record<SettingName, string>;

const textOf = (name: SettingName, sent: string | null | undefined): string =>
  settingTable[name].kind.is === "box" ? (sent === "on" ? "yes" : "no") : (sent ?? "");

/** What a form, or what came back from a refusal, says. */
export const textsOf = (sent: (name: SettingName) => string | null | undefined): Texts =>
  Object.fromEntries(settingNames.map((name) => [name, textOf(name, sent(name))])) as Texts;

export const textsOfForm = (form: HTMLFormElement): Texts => {
  const data = new FormData(form);
  return textsOf((name) => data.get(name)?.toString());
};

export const changedNames = (from: Texts, to: Texts): SettingName[] =>
  settingNames.filter((name) => from[name] !== to[name]);

/** What two admins have made of one setting. `yours` is null where only the other one changed it. */
export type Difference = { name: SettingName; before: string; theirs: string; yours: string | null };

/**
 * What another admin saved in between, against what this one has written: each keeps what only they changed, and where
 * both did, this one's stays in the form.
 * @param base what the form was filled from
 */
export function merge(base: Texts, theirs: Texts, yours: Texts): { texts: Texts; differences: Difference[] } {
  const isMine = (name: SettingName) => yours[name] !== base[name];
  const texts = Object.fromEntries(settingNames.map((name) => [name, (isMine(name) ? yours : theirs)[name]])) as Texts;
  const differences = changedNames(base, theirs)
    .filter((name) => yours[name] !== theirs[name])
    .map((name) => ({
      name,
      before: base[name],
      theirs: theirs[name],
      yours: isMine(name) ? yours[name] : null,
    }));
  return { texts, differences };
}

/** `base` as the form carries it. What somebody else made up counts as nothing. */
export function readBase(sent: string | undefined, saved: Texts): Texts {
  try {
    const read = JSON.parse(sent ?? "") as Partial<Texts>;
    return Object.fromEntries(settingNames.map((name) => [name, String(read[name] ?? saved[name])])) as Texts;
  } catch {
    return saved;
  }
}
