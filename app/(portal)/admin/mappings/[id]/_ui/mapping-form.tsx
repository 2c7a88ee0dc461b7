"use client";

import { useState } from "react";
import { Card } from "@/app/_ui/card";
import { Field, Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { RoleSelect, type RoleLabels } from "@/app/(portal)/_columns/role-select";
import { OthersHint } from "@/app/(portal)/_columns/others-hint";
import { WholeFile, type Said } from "@/app/(portal)/_columns/whole-file";
import { invalidIn, SentRefusal, useActionForm } from "@/app/(portal)/_ui/action-form";
import { change } from "@/app/(portal)/admin/mappings/actions";

type Props = {
  id: string;
  savedAt: string;
  name: string;
  labels: RoleLabels;
  /** The header's cells as they are written. */
  head: string[];
  answers: Said;
  chosenWords: string | null;
};

/** What a remembered mapping is called, what each of its columns is, and what holds for the whole file. */
export function MappingForm({ id, savedAt, name, labels, head, answers, chosenWords }: Props) {
  const [roles, setRoles] = useState(answers.roles);
  const form = useActionForm(change);
  const refused = invalidIn(form.result);
  return (
    <form action={form.action} className="flex max-w-4xl flex-col gap-4">
      <SentRefusal>{form.refusal}</SentRefusal>
      <input type="hidden" name="mappingId" value={id} />
      <input type="hidden" name="savedAt" value={savedAt} />
      <input type="hidden" name="headerLine" value={answers.headerLine ?? "none"} />
      <Card className="px-4 py-4">
        <Field id="mapping-name" label="Name" error={refused?.field === "name" ? refused.message : undefined}>
          {(aria) => <Input {...aria} name="name" required maxLength={80} autoComplete="off" defaultValue={name} />}
        </Field>
      </Card>
      <Card>
        <fieldset className="px-4 py-4">
          <legend className="sr-only">What each column is</legend>
          <h2 className="mb-3 text-lg font-semibold">What each column is</h2>
          <ul className="flex flex-col gap-2">
            {head.map((cell, index) => (
              <li key={index}>
                <label className="flex items-center gap-x-4 gap-y-1 max-sm:flex-col max-sm:items-stretch">
                  <span className="min-w-0 flex-1 break-words">{cell}</span>
                  <span className="sr-only"> is</span>
                  <RoleSelect {...{ labels, roles, index }} onChoose={setRoles} className="sm:max-w-60" />
                </label>
              </li>
            ))}
          </ul>
          <OthersHint className="mt-3" />
        </fieldset>
      </Card>
      <Card>
        <WholeFile answers={answers} roles={roles} unclear={null} chosenWords={chosenWords} />
      </Card>
      {refused && refused.field !== "name" && (
        <p role="alert" className="text-danger">
          {refused.message}
        </p>
      )}
      <div className="flex justify-end">
        <SubmitButton pendingLabel="Saving…">Save mapping</SubmitButton>
      </div>
    </form>
  );
}
