import { z } from "zod";
import { incomingText } from "@/lib/incoming-text";

/** What a person types to search. */
export const searchText = incomingText(
  z
    .string()
    .min(1, { error: "has no character that can be seen" })
    .max(200, { error: "must be at most 200 characters" }),
  {
    joiners: true,
  },
);

/** Text for a LIKE pattern in which % and _ match themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
