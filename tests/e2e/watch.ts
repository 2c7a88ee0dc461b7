import type { BrowserContext } from "@playwright/test";

/**
 * Console messages that a page may cause: the browser's own notes about a 4xx answer and about a network that the test
 * has cut, which the tests check separately; and the note that the sandbox around an email blocked the script with
 * which Playwright records its traces in every frame, or around the preview of the recipient's page the page's own.
 */
const expected =
  /^(?:Failed to load resource: (?:the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)|Blocked script execution in '(?:about:srcdoc|http:\/\/[^/']+\/admin\/settings\/preview\/recipient\?))/;

/**
 * Records, for every page of a window, violations of the security policy, script errors, and requests to another
 * origin.
 */
export function watch(context: BrowserContext, origin: string): () => string[] {
  const faults: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error().message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) faults.push(`another origin: ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  return () => faults;
}
