/**
 * A cell of a workbook of which the file does not tell what it shows, as it is handed on, so that it is refused
 * wherever it is read.
 */
export const unshown = (held: string, formatCode: string): string => `${held} in the format ${formatCode}`;

export const isUnshown = (text: string): boolean => /^-?\d[\dT:.-]* in the format \S/.test(text);
