import { z } from "zod";

/**
 * What a person types to search. A NUL is refused because no text in the database can hold one, and asking for it is an
 * error there.
 */
export const searchText = z
  .string()
  .trim()
  .max(200, { error: "must be at most 200 characters" })
  .refine((text) => !text.includes("\u0000"), { error: "must be text" });

/** Text for a LIKE pattern in which % and _ match themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
