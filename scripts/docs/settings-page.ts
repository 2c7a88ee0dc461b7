import { boundsWords, settingSections, type SettingSection } from "@/lib/settings/kinds";
import { settingNames, settingTable } from "@/lib/settings/table";

const intro = `# Settings

Made by \`npm run docs\` from the table in \`lib/settings/table.ts\`.

**Admin › Settings** holds what an organization can set for itself. Each change is written to the [audit log](audit-log.md), with the old and the new value.

Beside the form stands a preview: every email to a recipient in every language, as picture and as text, and the recipient's page, with what you have written and not saved
yet. It is a sample: no such payout exists, and nobody gets it. On a narrow screen, **Preview** opens it in a tab of its own. **Send me a test** sends the email to you, as the saved settings
make it, once a minute at most.

If somebody else saved while you were writing, nothing of theirs is overwritten unseen. You are told who it was, and see setting by setting what they chose and what you
chose. What you wrote stays in the form. Save again to put yours in place.

## Logo

A PNG, JPEG or WebP picture, at most 1 MB and 4,000 pixels a side. It is drawn anew as a PNG, at most 240 × 48 on screen, so that nothing else in the file is kept, such
as the place where a photo was taken. An SVG is not taken: it can hold scripts and load from elsewhere, and most mail programs do not show it. The logo stands on white, in
place of your name. Where a mail program shows no pictures, it shows your name. A new logo shows at once, also for payouts already sent; emails that have left keep the
logo they had.

## Color

The text on the color is white or black, whichever can be read better, and always can. Links are written in the color too. Where it could not be read on the page
(a contrast under 4.5 : 1, WCAG 2.2 AA), they are written darker or lighter, and the form says so.
`;

const section = (key: SettingSection): string => {
  const rows = settingNames
    .filter((name) => settingTable[name].section === key)
    .map((name) => {
      const { label, kind, usual, effect, holds } = settingTable[name];
      const before = usual === null ? "set at the start" : usual || "empty";
      return `| ${label} | ${before} | ${boundsWords(kind)} | ${effect} | ${holds} |`;
    });
  const { title, about } = settingSections[key];
  const head =
    "| Setting | Default | What can be written | What it does | When a change holds |\n| --- | --- | --- | --- | --- |";
  return `## ${title}\n\n${about}\n\n${head}\n${rows.join("\n")}\n`;
};

/** The page in docs/ that lists every setting, as Markdown. */
export const settingsPage = (): string =>
  [intro, ...(Object.keys(settingSections) as SettingSection[]).map(section)].join("\n");
