/** Stands for a character that was lost. */
export const lostCharacter = "\ufffd";

/** Text as the database can store it: without NUL, and without halves of surrogate pairs. */
export const storable = (text: string): string =>
  isStorable(text) ? text : text.replaceAll("\u0000", lostCharacter).toWellFormed();

/** Whether the database can store it as it is. */
export const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();
