/**
 * A sentence that is written from right to left. Each fact stands in an isolate of its own (U+2068 … U+2069), so that a
 * name, an address or an amount in Latin letters does not change the order of the words around it.
 */
export const isolated = (texts: TemplateStringsArray, ...facts: (string | number)[]): string =>
  texts.reduce((before, text, index) => `${before}\u2068${facts[index - 1]}\u2069${text}`);
