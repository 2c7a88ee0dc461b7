import type { Provider } from "./provider";
import { sandbox } from "./sandbox";

/** Every provider, by the name that attempts store. */
export const providerTable: Record<string, Provider> = { [sandbox.name]: sandbox };

/** The provider of this name, which may come from a web address; undefined when there is none. */
export const providerNamed = (name: string): Provider | undefined =>
  Object.hasOwn(providerTable, name) ? providerTable[name] : undefined;

/** The provider of new attempts. */
export const openProvider = (): Provider => sandbox;
