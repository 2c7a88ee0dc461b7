/** What one file may be; larger ones are refused with a sentence. The browser checks the size too, so that nobody waits for a refusal. */
export const maxFileBytes = 10 * 1024 * 1024;
export const maxRecords = 50_000;
