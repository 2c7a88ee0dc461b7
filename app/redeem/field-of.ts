/**
 * The name a form gives to one field of one way to be paid: each has fields of its own, though some are asked for by
 * several.
 */
export const fieldOf = (method: string, field: string): string => `${method}.${field}`;
