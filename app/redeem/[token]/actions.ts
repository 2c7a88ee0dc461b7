"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { recipientAction, visitorAction } from "@/lib/web/action";
import { languages } from "@/lib/recipient-words/languages";
import { fieldTable } from "@/lib/payments/providers/fields";
import { detailsToCheck, methodNames, methodTable } from "@/lib/payments/providers/methods";
import { answer } from "@/lib/redemptions/answers";
import { requestCode } from "@/lib/redemptions/codes";
import { readChoice, recordOpened, submit } from "@/lib/redemptions/mutations";
import type { Words } from "@/lib/recipient-words/words";
import { fieldOf } from "@/app/redeem/field-of";
import { keepLanguage } from "@/app/redeem/page-language";
import { keepProof, proofFor } from "@/app/redeem/proof-cookie";
import { redeemHref } from "@/app/redeem/redeem-href";

const token = z.string();

/** A form of each action, whatever the language. */
const ofLink = () => z.object({ token });

export const markOpened = recipientAction(ofLink, async (actor) => {
  await recordOpened(actor);
  return { message: "" };
});

export const sendCode = recipientAction(ofLink, async (actor, _, { refusals }) => {
  await requestCode(actor);
  return { message: refusals.codeSent };
});

/** Of this browser, so that it needs no link: who has an old one reads in their language what to do. */
export const chooseLanguage = visitorAction(z.object({ language: z.enum(languages) }), async ({ language }) => {
  await keepLanguage(language);
  return { message: "" };
});

export const giveAnswer = recipientAction(
  ({ noCode, longCode }) => z.object({ token, answer: z.string().trim().min(1, noCode).max(200, longCode) }),
  async (actor, input) => {
    await keepProof(input.token, await answer(actor, input.answer));
    redirect(redeemHref(input.token, "pay"), RedirectType.replace);
  },
  { keep: ["answer"] },
);

const details = methodNames.flatMap((method) => methodTable[method].fields.map((field) => fieldOf(method, field)));
const choice = ({ noMethod }: Words["refusals"]) =>
  z
    .object({
      token,
      method: z.enum(methodNames, noMethod),
      /** What was pressed: first the details are shown to be checked, then they are confirmed or changed. */
      step: z.enum(["check", "change", "confirm"]).default("check"),
      ...Object.fromEntries(details.map((name) => [name, z.string().optional()])),
    })
    .catchall(z.string());

/** The details to check before the money goes; none when they are to be changed. */
type PayStep = { check: { label: string; text: string }[] | null; typed: Record<string, string> };

export const choose = recipientAction(
  choice,
  async (actor, { token, method, step, ...input }, { page }): Promise<{ message: string; value: PayStep }> => {
    const typed = Object.fromEntries(Object.keys(fieldTable).map((field) => [field, input[fieldOf(method, field)]]));
    const kept = { ...keptTexts(input), method };
    if (step === "change") return { message: "", value: { check: null, typed: kept } };
    const proof = await proofFor(token);
    if (step === "check") {
      const details = detailsToCheck(method, await readChoice(actor, proof, { method, typed }));
      const check = details.map(({ field, text }) => ({ label: page.fields[field].label, text }));
      return { message: "", value: { check, typed: kept } };
    }
    await submit(actor, proof, { method, typed });
    // Replaces the form in the browser's history, so that “back” does not return to it.
    redirect(redeemHref(token), RedirectType.replace);
  },
  { keep: ["method", ...details], reads: true },
);

const keptTexts = (input: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(details.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
