import type { Provider } from "./provider";
import type { MethodName } from "./methods";

const ibanCurrencies = new Set(["EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "ISK"]);

function methods(currency: string): readonly MethodName[] {
  if (currency === "USD") return ["us_account", "foreign_account"];
  return ibanCurrencies.has(currency) ? ["iban", "foreign_account"] : ["foreign_account"];
}

/** A provider that moves no money: what it makes of a payment depends on the account number alone (lib/providers/sandbox-outcomes.ts). */
export const sandbox: Provider = {
  name: "sandbox",
  label: "Sandbox",
  test: true,
  methods,
  submit: async () => ({ outcome: "unreached", why: "The sandbox is not there yet." }),
  readReport: () => {
    throw new Error("The sandbox is not there yet.");
  },
  askOutcome: async () => null,
  askAfterMs: 60_000,
};
