/** The form's name of a field: each way to be paid has its own fields, even where two ways ask for the same data. */
export const fieldOf = (method: string, field: string): string => `${method}.${field}`;
