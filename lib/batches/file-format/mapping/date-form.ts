/** The order in which the dates of a file are written; between the parts stands a point, a slash or a hyphen. */
export const dateForms = ["day_first", "month_first", "year_first"] as const;
export type DateForm = (typeof dateForms)[number];

export const dateFormNames: Record<DateForm, string> = {
  day_first: "day, month, year (31.12.2027)",
  month_first: "month, day, year (12/31/2027)",
  year_first: "year, month, day (2027/12/31)",
};

/** Where day, month and year stand in it. */
const order: Record<DateForm, readonly [day: number, month: number, year: number]> = {
  day_first: [0, 1, 2],
  month_first: [1, 0, 2],
  year_first: [2, 1, 0],
};

const date = /^(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})$/;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A date of this form in ISO 8601; a text that is no such date stays, and is read as in a plain file.
 * @returns undefined for a date whose parts do not stand in this order, such as one with a thirteenth month
 */
export function isoDate(text: string, form: DateForm): string | undefined {
  const [, first, , second, third] = date.exec(text) ?? [];
  if (first === undefined || isoDay.test(text)) return text;
  const parts = [first, second!, third!];
  const [day, month, year] = order[form].map((index) => parts[index]!) as [string, string, string];
  if (!isFrom1(day, 31) || !isFrom1(month, 12) || ![2, 4].includes(year.length)) return undefined;
  return `${year.padStart(4, "20")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

const isFrom1 = (part: string, most: number): boolean => part.length <= 2 && Number(part) >= 1 && Number(part) <= most;

/** Whether a date means another day, or none, until somebody says the order of its parts. */
export const needsDateForm = (text: string): boolean =>
  date.test(text) && !isoDay.test(text) && dateForms.some((form) => isoDate(text, form) !== undefined);
