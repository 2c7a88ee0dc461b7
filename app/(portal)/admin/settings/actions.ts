"use server";

import { z } from "zod";
import { queueTestEmail } from "@/lib/emails/to-users/settings-test";
import { queuedEmailWords } from "@/lib/mail/smtp";
import { settingsForm } from "@/lib/settings/form";
import { readLogo } from "@/lib/settings/logo-image";
import { changeLogo } from "@/lib/settings/logos";
import { changeSettings } from "@/lib/settings/mutations";
import { settingNames } from "@/lib/settings/table";
import { adminAction } from "@/lib/web/action";

const seen = z.coerce.number("Load the page again, then repeat it.").int();

export const saveSettings = adminAction(
  z.intersection(settingsForm, z.object({ seen })),
  async (actor, { seen, ...settings }) => {
    const changed = await changeSettings(actor, settings, seen);
    return {
      message:
        changed.length === 0
          ? "Nothing was changed: the settings already have these values."
          : `Saved: ${changed.join(", ").toLowerCase()}.`,
    };
  },
  { keep: [...settingNames, "base"] },
);

const hash = z.string().max(64);

export const saveLogo = adminAction(
  z.object({
    seen: hash,
    logo: z
      .instanceof(File, { error: "Choose a picture first." })
      .refine(({ size }) => size > 0, "Choose a picture first."),
  }),
  async (actor, { seen, logo }) => {
    const image = await readLogo(Buffer.from(await logo.arrayBuffer()));
    const changed = await changeLogo(actor, image, seen);
    return { message: changed ? "The logo is shown from now on." : "This logo is shown already." };
  },
);

export const removeLogo = adminAction(z.object({ seen: hash }), async (actor, { seen }) => {
  await changeLogo(actor, null, seen);
  return { message: "The logo is not shown any more. Emails that have left keep it." };
});

export const sendTest = adminAction(z.object({}), async (actor) => {
  await queueTestEmail(actor);
  return { message: `The test to ${actor.email} ${queuedEmailWords()}.` };
});
