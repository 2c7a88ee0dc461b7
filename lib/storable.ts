/** Stands for a character that was lost. */
export const lostCharacter = "\ufffd";

/** Text as the database can store it: without NUL, and without halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll("\u0000", lostCharacter).toWellFormed();
