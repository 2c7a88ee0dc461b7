/** Stands for a character that was lost. */
export const lostCharacter = "\ufffd";

/** Text as the database can keep it: NUL and halves of characters have no place in it. */
export const storable = (text: string): string => text.replaceAll("\u0000", lostCharacter).toWellFormed();
