import type { Provider } from "./provider";
import { sandbox } from "./sandbox";

/** Every provider there is, by the name that attempts keep. */
export const providerTable: Record<string, Provider> = { [sandbox.name]: sandbox };

/** The one that new attempts go to. */
export const openProvider = (): Provider => sandbox;
