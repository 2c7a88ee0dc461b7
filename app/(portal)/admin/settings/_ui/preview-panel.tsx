"use client";

import { useEffect, useState } from "react";
import { fallbackLanguage, languageOfTag } from "@/lib/recipient-words/languages";
import { settingNames, settingTable } from "@/lib/settings/table";
import type { Texts } from "./form-values";
import type { LivePreview } from "./live-preview";

const pauseMs = 400;
/** As wide as the grid needs to stand beside the form. */
const wide = "(min-width: 80rem)";

/** The address that a form with these values would ask for. */
const queryOf = (texts: Texts): string =>
  new URLSearchParams(
    settingNames.flatMap((name) => {
      if (settingTable[name].kind.is !== "box") return [[name, texts[name]]];
      return texts[name] === "yes" ? [[name, "on"]] : [];
    }),
  ).toString();

/**
 * The preview beside the form, drawn once typing pauses. On a narrow screen, and without scripts, the button of the save
 * bar shows it on a page of its own, and nothing of it is loaded here.
 */
export function PreviewPanel({ texts, drawnAnewFor }: { texts: Texts; drawnAnewFor: string }) {
  const language = languageOfTag(texts.defaultLanguage) ?? fallbackLanguage;
  const [Preview, setPreview] = useState<typeof LivePreview | null>(null);
  const asked = queryOf(texts);
  const [query, setQuery] = useState(asked);
  useEffect(() => {
    const screen = matchMedia(wide);
    const load = () => {
      if (screen.matches) void import("./live-preview").then((loaded) => setPreview(() => loaded.LivePreview));
    };
    load();
    screen.addEventListener("change", load);
    return () => screen.removeEventListener("change", load);
  }, []);
  useEffect(() => {
    const timer = setTimeout(setQuery, pauseMs, asked);
    return () => clearTimeout(timer);
  }, [asked]);
  return (
    <aside aria-label="Preview" className="sticky top-6 hidden min-h-160 w-full max-w-phone min-w-0 shrink-0 xl:block">
      {Preview && <Preview key={drawnAnewFor} query={query} language={language} />}
    </aside>
  );
}
