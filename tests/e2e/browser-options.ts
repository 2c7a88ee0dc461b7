/** The tests visit only our own server, and containers often forbid the namespaces that Chromium's sandbox needs. */
export const BROWSER_OPTIONS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-background-networking",
];

/** The settings of every browser window in the tests. */
export const windowOptions = {
  viewport: { width: 1440, height: 900 },
  locale: "en-US",
  timezoneId: "America/New_York",
};
