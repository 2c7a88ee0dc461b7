"use server";

import { z } from "zod";
import { changeColumn, columnLabel } from "@/lib/payouts/extra/mutations";
import { adminAction } from "@/lib/web/action";

/** A box that is not checked is not sent. */
const box = z
  .literal("on")
  .optional()
  .transform((on) => on === "on");

const again = "Load the page again, then repeat it.";

export const saveColumn = adminAction(
  z.object({
    columnId: z.string(),
    seen: z.coerce.number(again).int(again),
    label: columnLabel,
    place: z.coerce
      .number("The place is a whole number from 1 on.")
      .int("The place is a whole number from 1 on.")
      .min(1, "The place is a whole number from 1 on."),
    shown: box,
    personal: box,
  }),
  async (actor, { columnId, seen, label, place, shown, personal }) => {
    const changed = await changeColumn(actor, columnId, { label, place, shownToRecipients: shown, personal }, seen);
    return { message: changed ? `Saved: ${label}.` : "Nothing was changed: the column is so already." };
  },
  { keep: ["label", "place"] },
);
