/** Stands in a sentence for what is more than text, such as a link. A character for private use, which no fact contains. */
export const hole = "\u{F0000}";
