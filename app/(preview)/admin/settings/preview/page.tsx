import type { Metadata } from "next";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { PreviewChoices } from "@/app/_settings-preview/preview-choices";
import { LetterBody, LetterHead, LetterText, RecipientPage, sampleWords } from "@/app/_settings-preview/preview-parts";
import { currentMoment } from "@/lib/moment";
import { previewedSettings } from "@/lib/settings/preview";
import { settingNames } from "@/lib/settings/table";
import { requireAdmin } from "@/lib/web/auth";
import { emailAsked, languageAsked, letterOf } from "./letter-of";

export const metadata: Metadata = { title: "Preview of the settings" };

/** The preview on a page of its own: for narrow screens and for browsers without scripts. It saves nothing. */
export default async function PreviewPage({ searchParams }: PageProps<"/admin/settings/preview">) {
  const actor = await requireAdmin();
  const asked = await searchParams;
  const previewed = await previewedSettings(actor, asked);
  const letter = await letterOf(previewed, asked, (await currentMoment(actor)).now);
  const typed = settingNames.flatMap((name) =>
    [asked[name] ?? []].flat().map((text): [string, string] => [name, text]),
  );
  const language = languageAsked(asked, previewed);
  const query = new URLSearchParams([...typed, ["in", language]]);
  return (
    <main data-theme={actor.theme} className="mx-auto max-w-page px-4 py-6">
      <PageHeader title="Preview of the settings" description={`${sampleWords} Close this tab to go back.`} />
      {letter.unread.length > 0 && (
        <Notice tone="warning">Shown as saved, because it cannot be read: {letter.unread.join(", ")}.</Notice>
      )}
      <form className="mt-4 flex flex-wrap items-end gap-3">
        {typed.map(([name, text]) => (
          <input key={name} type="hidden" name={name} value={text} />
        ))}
        <PreviewChoices shown={{ in: language, email: emailAsked(asked) }} />
        <Button type="submit">Show</Button>
      </form>
      <div className="mt-4 flex flex-wrap items-start gap-8">
        <Part title="Email">
          <LetterHead letter={letter} />
          <LetterBody letter={letter} />
        </Part>
        <Part title="Recipient’s page">
          <RecipientPage query={query.toString()} />
        </Part>
        <Part title="Email as text">
          <LetterText letter={letter} />
        </Part>
      </div>
    </main>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="w-full max-w-phone min-w-0">
    <h2 className="mb-2 font-semibold">{title}</h2>
    {children}
  </section>
);
