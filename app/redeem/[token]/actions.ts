"use server";

import { redirect, RedirectType } from "next/navigation";
import { z } from "zod";
import { recipientAction } from "@/lib/web/action";
import { fieldTable } from "@/lib/payments/providers/fields";
import { detailsToCheck, methodNames, methodTable } from "@/lib/payments/providers/methods";
import { answer } from "@/lib/redemptions/answers";
import { requestCode } from "@/lib/redemptions/codes";
import { readChoice, recordOpened, submit } from "@/lib/redemptions/mutations";
import { fieldOf } from "@/app/redeem/field-of";
import { keepProof, proofFor } from "@/app/redeem/proof-cookie";
import { redeemHref } from "@/app/redeem/redeem-href";

const token = z.string();

export const markOpened = recipientAction(z.object({ token }), async (actor) => {
  await recordOpened(actor);
  return { message: "" };
});

export const sendCode = recipientAction(z.object({ token }), async (actor) => {
  await requestCode(actor);
  return { message: "A new code is on its way to you. Only the latest code works." };
});

const given = z.string().trim().min(1, "Please enter your code.").max(200, "This is too long to be a code.");

export const giveAnswer = recipientAction(
  z.object({ token, answer: given }),
  async (actor, input) => {
    await keepProof(input.token, await answer(actor, input.answer));
    redirect(redeemHref(input.token, "pay"), RedirectType.replace);
  },
  { keep: ["answer"] },
);

const details = methodNames.flatMap((method) => methodTable[method].fields.map((field) => fieldOf(method, field)));
const choice = z.object({
  token,
  method: z.enum(methodNames, "Choose one of the ways to be paid."),
  /** What was pressed: first the details are shown to be checked, then they are confirmed or changed. */
  step: z.enum(["check", "change", "confirm"]).default("check"),
  ...Object.fromEntries(details.map((name) => [name, z.string().optional()])),
});

/** The details to check before the money goes; none when they are to be changed. */
type PayStep = { check: { label: string; text: string }[] | null; typed: Record<string, string> };

export const choose = recipientAction(
  choice.catchall(z.string()),
  async (actor, { token, method, step, ...input }): Promise<{ message: string; value: PayStep }> => {
    const typed = Object.fromEntries(Object.keys(fieldTable).map((field) => [field, input[fieldOf(method, field)]]));
    const kept = { ...keptTexts(input), method };
    if (step === "change") return { message: "", value: { check: null, typed: kept } };
    const proof = await proofFor(token);
    if (step === "check") {
      const details = await readChoice(actor, proof, { method, typed });
      return { message: "", value: { check: detailsToCheck(method, details), typed: kept } };
    }
    await submit(actor, proof, { method, typed });
    // Replaces the form in the browser's history, so that “back” does not return to it.
    redirect(redeemHref(token), RedirectType.replace);
  },
  { keep: ["method", ...details], reads: true },
);

const keptTexts = (input: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(details.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
