"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { visitorAction } from "@/lib/web/action";
import { endSession, startSession } from "@/lib/web/auth";
import { sameOriginPath } from "@/lib/web/same-origin";

const form = z.object({
  email: z.string().trim().min(1, "Enter your email address.").max(254, "This email address is too long."),
  password: z.string().min(1, "Enter your password.").max(1_024, "This password is too long."),
  next: z.string().optional(),
});

export const signInAction = visitorAction(
  form,
  async ({ email, password, next }) => {
    await startSession(email, password);
    redirect(sameOriginPath(next) as Route);
  },
  { keep: ["email"] },
);

/** For `<form action={signOutAction}>`: a POST, so that no link can sign a user out. */
export async function signOutAction(): Promise<void> {
  await endSession();
  redirect("/sign-in");
}
