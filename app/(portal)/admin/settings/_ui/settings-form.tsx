"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { saveSettings } from "@/app/(portal)/admin/settings/actions";
import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import { settingSections, type SettingSection } from "@/lib/settings/kinds";
import { settingNames, settingTable, type SettingName } from "@/lib/settings/table";
import type { ActionResult } from "@/lib/web/action";
import { Differences } from "./differences";
import { changedNames, merge, readBase, textsOf, textsOfForm, type Difference, type Texts } from "./form-values";
import { PreviewPanel } from "./preview-panel";
import { SaveBar } from "./save-bar";
import { SettingField } from "./setting-field";
import { useLeavingWarning } from "./use-leaving-warning";

type Props = {
  saved: Texts;
  /** The version of the settings that this page shows, so that a change by another admin is noticed. */
  version: number;
  /** Of the logo that is shown; the preview is drawn anew with another one. */
  logoHash: string;
  zones: ReactNode;
  /** The form of the logo, and what stands after the settings: forms do not stand in one another. */
  logo: ReactNode;
  after: ReactNode;
};

type Refused = Extract<ActionResult, { ok: false }>;
type Filled = { texts: Texts; differences: Difference[] };

/** What the form is filled with: what is saved, or what was typed into one that was refused. */
function filledWith(saved: Texts, refused: Refused | null): Filled {
  const typed = refused?.typed;
  if (!typed) return { texts: saved, differences: [] };
  const yours = textsOf((name) => typed[name]);
  return refused.code === "conflict"
    ? merge(readBase(typed.base, saved), saved, yours)
    : { texts: yours, differences: [] };
}

/** All settings of an organization, saved together, beside a preview of what recipients get. */
export function SettingsForm({ saved, version, logoHash, zones, logo, after }: Props) {
  const { result, sent, refusal, pending, action } = useActionForm(saveSettings);
  const answer = result ?? sent;
  const refused = answer && !answer.ok ? answer : null;
  const { texts, differences } = filledWith(saved, refused);
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(texts);
  const read = () => {
    if (form.current) setTyped(textsOfForm(form.current));
  };
  // The form is filled anew after each answer, without an event.
  useEffect(read, [answer, version]);
  const changed = changedNames(saved, typed);
  useLeavingWarning(changed.length > 0);
  const sections = Object.keys(settingSections) as SettingSection[];
  const problem = (name: SettingName) => (refused?.field === name ? refused.message : undefined);
  const field = (name: SettingName) => (
    <SettingField key={name} name={name} value={texts[name]} typed={typed[name]} error={problem(name)} zones={zones} />
  );
  return (
    <div className="mt-4 flex items-start gap-6">
      <div className="flex max-w-prose min-w-0 flex-1 flex-col gap-4">
        {logo}
        <form
          ref={form}
          action={action}
          onInput={read}
          onReset={() => setTimeout(read)}
          className="flex flex-col gap-4"
        >
          <SentRefusal>{refusal}</SentRefusal>
          <input type="hidden" name="seen" value={version} />
          <input type="hidden" name="base" value={JSON.stringify(saved)} />
          {differences.length > 0 && <Differences differences={differences} />}
          {sections.map((section) => (
            <Section key={section} section={section}>
              {namesIn(section).map(field)}
              {languages.map((language) => {
                const names = namesIn(section, language);
                const open = names.some((name) => texts[name] !== "" || problem(name) !== undefined);
                return (
                  names.length > 0 && <OfLanguage key={language} {...{ language, open }} fields={names.map(field)} />
                );
              })}
            </Section>
          ))}
          <SaveBar changed={changed} pending={pending} />
        </form>
        {after}
      </div>
      <PreviewPanel texts={typed} drawnAnewFor={`${version} ${logoHash}`} />
    </div>
  );
}

/** The settings of a section that are the same in every language, or those of one. */
const namesIn = (section: SettingSection, language?: Language) =>
  settingNames.filter((name) => settingTable[name].section === section && settingTable[name].language === language);

/** Folded away until they are used: there are as many as languages. */
const OfLanguage = ({ language, open, fields }: { language: Language; open: boolean; fields: ReactNode }) => (
  <details open={open} className="rounded-control border border-line px-3.5 py-2.5">
    <summary className="cursor-pointer font-medium">Your own words in {languageTable[language].label}</summary>
    <div className="mt-4 flex flex-col gap-6">{fields}</div>
  </details>
);

function Section({ section, children }: { section: SettingSection; children: ReactNode }) {
  const { title, about } = settingSections[section];
  return (
    <Card className="p-4 sm:p-5">
      <section aria-labelledby={`section-${section}`}>
        <h2 id={`section-${section}`} className="font-semibold">
          {title}
        </h2>
        <p className="mt-0.5 mb-5 text-muted">{about}</p>
        <div className="flex flex-col gap-6">{children}</div>
      </section>
    </Card>
  );
}
