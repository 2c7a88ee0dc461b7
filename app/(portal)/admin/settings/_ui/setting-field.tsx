"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field, Input, Select } from "@/app/_ui/field";
import { languages, languageTable } from "@/lib/recipient-words/languages";
import { boundsWords } from "@/lib/settings/kinds";
import { settingTable, type SettingName } from "@/lib/settings/table";
import { ColorControl } from "./color-control";

type Props = {
  name: SettingName;
  /** What the form is filled with. */
  value: string;
  /** What it says at the moment. */
  typed: string;
  error: string | undefined;
  zones: ReactNode;
};

/** One setting: its control, what it does, what may be written, and from when a change holds. */
export function SettingField(props: Props) {
  const { name, error } = props;
  const { label, kind, effect, holds } = settingTable[name];
  if (kind.is === "box") return <Box {...props} />;
  return (
    <Field
      id={name}
      label={label}
      hint={
        <>
          {effect} {boundsWords(kind)}. <span className="block">Holds: {holds}</span>
        </>
      }
      error={error}
    >
      {(aria) => <Control {...props} aria={aria} />}
    </Field>
  );
}

type Aria = Pick<ComponentProps<"input">, "id" | "aria-describedby" | "aria-invalid">;

function Control({ name, value, typed, zones, aria }: Props & { aria: Aria }) {
  const { kind } = settingTable[name];
  const shared = { ...aria, name, defaultValue: value, autoComplete: "off" };
  switch (kind.is) {
    case "line":
      return <Input {...shared} required maxLength={kind.most} />;
    case "email":
      return <Input {...shared} type="email" required={!kind.optional} maxLength={254} />;
    case "number":
      return (
        <span className="flex items-center gap-2">
          <Input {...shared} type="number" required min={kind.least} max={kind.most} step={1} className="max-w-28" />
          {kind.units}
        </span>
      );
    case "days":
      return <Input {...shared} maxLength={40} placeholder="None" className="sm:max-w-60" />;
    case "color":
      return <ColorControl {...shared} typed={typed} />;
    case "words":
      return <Input {...shared} maxLength={kind.most} dir="auto" />;
    case "language":
      return (
        <Select key={value} {...shared} className="sm:max-w-60">
          {languages.map((language) => (
            <option key={language} value={language}>
              {languageTable[language].label}
            </option>
          ))}
        </Select>
      );
    default:
      return (
        <Select key={value} {...shared}>
          {zones}
        </Select>
      );
  }
}

function Box({ name, value }: Props) {
  const { label, effect, holds } = settingTable[name];
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={name}
        name={name}
        type="checkbox"
        defaultChecked={value === "yes"}
        aria-describedby={`${name}-hint`}
        className="mt-1 size-4"
      />
      <div>
        <label htmlFor={name} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${name}-hint`} className="mt-1 text-sm text-muted">
          {effect} <span className="block">Holds: {holds}</span>
        </p>
      </div>
    </div>
  );
}
