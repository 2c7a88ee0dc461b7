import { Select } from "@/app/_ui/field";
import { emailKindTable, recipientEmailKinds, type RecipientEmailKind } from "@/lib/emails/kinds";
import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";

/** What a preview shows: in which language, and which email. */
export type Shown = { in: Language; email: RecipientEmailKind };

const choices: { [Name in keyof Shown]: { label: string; options: [value: Shown[Name], label: string][] } } = {
  in: { label: "Language", options: languages.map((language) => [language, languageTable[language].label]) },
  email: { label: "Email", options: recipientEmailKinds.map((kind) => [kind, emailKindTable[kind].label]) },
};

type Props = { shown: Shown; onChoose?: (name: keyof Shown, value: string) => void };

/** The two choices, in a form of their own or with `onChoose` in a script. */
export const PreviewChoices = ({ shown, onChoose }: Props) =>
  (Object.keys(choices) as (keyof Shown)[]).map((name) => (
    <label key={name} className="min-w-0 flex-1 text-sm font-medium">
      {choices[name].label}
      <Select
        name={name}
        defaultValue={shown[name]}
        onChange={onChoose && ((event) => onChoose(name, event.target.value))}
        className="mt-1 font-normal"
      >
        {choices[name].options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </label>
  ));
