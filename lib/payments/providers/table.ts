import type { Provider } from "./provider";
import { sandbox } from "./sandbox";

/** Every provider there is, by the name that attempts keep. */
export const providerTable: Record<string, Provider> = { [sandbox.name]: sandbox };

/** The one of this name, which may come from an address; undefined when there is none. */
export const providerNamed = (name: string): Provider | undefined =>
  Object.hasOwn(providerTable, name) ? providerTable[name] : undefined;

/** The one that new attempts go to. */
export const openProvider = (): Provider => sandbox;
