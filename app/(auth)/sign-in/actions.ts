"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { visitorAction } from "@/lib/web/action";
import { beginPasskeySession, endSession, finishPasskeySession, finishSession, startSession } from "@/lib/web/auth";
import { sameOriginPath } from "@/lib/web/same-origin";
import { answerText } from "@/lib/web/sign-in/passkeys/proof";

const form = z.object({
  email: z.string().trim().min(1, "Enter your email address.").max(254, "This email address is too long."),
  password: z.string().min(1, "Enter your password.").max(1_024, "This password is too long."),
  next: z.string().optional(),
});

const codePage = "/sign-in/code";

export const signInAction = visitorAction(
  form,
  async ({ email, password, next }) => {
    const wanted = sameOriginPath(next);
    const outcome = await startSession(email, password);
    if (outcome === "code")
      redirect((wanted === "/" ? codePage : `${codePage}?next=${encodeURIComponent(wanted)}`) as Route);
    redirect(wanted as Route);
  },
  { keep: ["email"] },
);

const codeForm = z.object({
  code: z.string().trim().min(1, "Type the code.").max(60, "This is too long for a code."),
  next: z.string().optional(),
});

export const codeAction = visitorAction(codeForm, async ({ code, next }) => {
  await finishSession(code);
  redirect(sameOriginPath(next) as Route);
});

export const beginPasskeyAction = visitorAction(
  z.object({}),
  async () => ({ message: "Answer your browser.", value: await beginPasskeySession() }),
  { reads: true },
);

export const passkeyAction = visitorAction(
  z.object({ answer: answerText, next: z.string().optional() }),
  async ({ answer, next }) => {
    await finishPasskeySession(answer);
    redirect(sameOriginPath(next) as Route);
  },
);

/** For `<form action={signOutAction}>`: a POST, so that no link can sign a user out. */
export async function signOutAction(): Promise<void> {
  await endSession();
  redirect("/sign-in");
}
