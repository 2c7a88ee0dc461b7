"use client";

import { useEffect, useState } from "react";
import { Notice } from "@/app/_ui/notice";
import { bulkKind } from "@/lib/emails/kinds";
import type { Language } from "@/lib/recipient-words/languages";
import { PreviewChoices, type Shown } from "@/app/_settings-preview/preview-choices";
import {
  LetterHead,
  LetterBody,
  LetterText,
  RecipientPage,
  sampleWords,
  type PreviewedLetter,
} from "@/app/_settings-preview/preview-parts";

const views = { email: "Email", text: "Email as text", page: "Recipient’s page" } as const;
type View = keyof typeof views;

/** What the first email and the recipient's page would be with the values of the form; see `PreviewPanel`. */
export function LivePreview({ query: settings, language }: { query: string; language: Language }) {
  const [shown, setShown] = useState<Shown>({ in: language, email: bulkKind });
  const query = `${settings}&${new URLSearchParams(shown)}`;
  const [view, setView] = useState<View>("email");
  const [letter, setLetter] = useState<PreviewedLetter | string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void attemptRead(query, stop.signal).then((read) => read !== null && setLetter(read));
    return () => stop.abort();
  }, [query]);
  return (
    <>
      <h2 className="font-semibold">Preview</h2>
      <p className="mt-0.5 text-muted">{sampleWords}</p>
      <div role="group" aria-label="What is shown" className="my-3 flex flex-wrap gap-1">
        {(Object.keys(views) as View[]).map((key) => (
          <button
            key={key}
            type="button"
            aria-pressed={view === key}
            onClick={() => setView(key)}
            className="button button-small text-muted hover:bg-sunken aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink"
          >
            {views[key]}
          </button>
        ))}
      </div>
      <div className="mb-3 flex gap-3">
        <PreviewChoices shown={shown} onChoose={(name, value) => setShown({ ...shown, [name]: value })} />
      </div>
      {typeof letter === "string" && <Notice tone="warning">{letter}</Notice>}
      {letter !== null && typeof letter === "object" && (
        <>
          {letter.unread.length > 0 && (
            <p role="status" className="mb-2 text-warning">
              Shown as saved, because it cannot be read: {letter.unread.join(", ")}.
            </p>
          )}
          {view === "page" ? <RecipientPage query={query} /> : <LetterHead letter={letter} />}
          {view === "email" && <LetterBody letter={letter} />}
          {view === "text" && <LetterText letter={letter} />}
        </>
      )}
    </>
  );
}

/** Asks for the sample email; a text says why there is none, and null that nobody waits for it any more. */
async function attemptRead(query: string, signal: AbortSignal): Promise<PreviewedLetter | string | null> {
  try {
    const response = await fetch(`/admin/settings/preview/letter?${query}`, { signal });
    const answer = (await response.json()) as PreviewedLetter & { message?: string };
    return response.ok ? answer : (answer.message ?? "The preview could not be drawn.");
  } catch {
    return signal.aborted ? null : "The portal could not be reached, so this preview is not up to date.";
  }
}
