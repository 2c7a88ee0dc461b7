/** The tests visit our own server alone, and containers often forbid the namespaces that Chromium's sandbox needs. */
export const BROWSER_OPTIONS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-background-networking",
];

/** How every window of the tests is set up. */
export const windowOptions = {
  viewport: { width: 1440, height: 900 },
  locale: "en-US",
  timezoneId: "America/New_York",
};
