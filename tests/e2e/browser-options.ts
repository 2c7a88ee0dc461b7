/** The tests visit our own server alone, and containers often forbid the namespaces that Chromium's sandbox needs. */
export const BROWSER_OPTIONS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-background-networking",
];
