"use server";

import { z } from "zod";
import { adminAction } from "@/lib/web/action";
import { settingsForm } from "@/lib/settings/fields";
import { changeSettings } from "@/lib/settings/mutations";

export const saveSettings = adminAction(
  settingsForm.extend({ seen: z.string() }),
  async (actor, { seen, ...settings }) => {
    const changed = await changeSettings(actor, settings, seen);
    return {
      message:
        changed.length === 0
          ? "Nothing was changed: the settings already have these values."
          : `Saved: ${changed.join(", ").toLowerCase()}.`,
    };
  },
  { keep: ["brandColor", "supportEmail", "payoutLifetimeDays", "reminderDays", "verificationLimit"] },
);
