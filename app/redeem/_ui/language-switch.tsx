"use client";

import { useActionState } from "react";
import { Icon } from "@/app/_ui/icon";
import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import { chooseLanguage } from "@/app/redeem/[token]/actions";

type Props = { language: Language; label: string };

/** Changes the language of the page. Each language is called by its own name; it works without JavaScript. */
export function LanguageSwitch({ language, label }: Props) {
  const [, action] = useActionState(chooseLanguage, null);
  return (
    <details key={language} className="mb-4 text-base">
      <summary className="ms-auto flex min-h-9 w-fit cursor-pointer list-none items-center gap-1.5 text-muted hover:text-ink">
        <Icon name="globe" className="size-4" />
        <span className="sr-only">{label}: </span>
        {languageTable[language].name}
        <Icon name="chevron-down" className="size-4" />
      </summary>
      <form action={action} className="mt-1 flex flex-wrap justify-end gap-2">
        {languages.map((code) => (
          <button
            key={code}
            name="language"
            value={code}
            lang={code}
            aria-current={code === language ? "true" : undefined}
            className="button button-small button-secondary aria-current:font-semibold"
          >
            {languageTable[code].name}
          </button>
        ))}
      </form>
    </details>
  );
}
