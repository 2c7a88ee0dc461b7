import { randomUUID } from "node:crypto";
import { cookieOf } from "@/lib/web/session-cookie";
import { keyedHash, signedText, textOfSigned } from "@/lib/web/signed-text";

const dayMs = 86_400_000;
/** Browsers keep no cookie for longer. */
const deviceMs = 400 * dayMs;
const mostAddresses = 5;

/** Name and attributes of the cookie by which a browser is known again after its session has ended. */
export const deviceCookie = () => cookieOf("device", deviceMs);

type Device = { id: string; addresses: string[] };

/** What the cookie keeps of an address, so that a reader of the cookie learns no address. */
const markOf = (address: string) => keyedHash("device-address", address).slice(0, 22);

function deviceOf(cookie: string | undefined): Device | null {
  const [id, ...addresses] = textOfSigned("device", cookie)?.split(".") ?? [];
  return id ? { id, addresses } : null;
}

/** The id of a browser in which somebody has signed in with this address before; null for every other one. */
export function knownDevice(cookie: string | undefined, address: string): string | null {
  const device = deviceOf(cookie);
  return device?.addresses.includes(markOf(address)) ? device.id : null;
}

/** What the cookie contains after signing in with this address; the five latest addresses are kept. */
export function rememberedDevice(cookie: string | undefined, address: string): string {
  const { id, addresses } = deviceOf(cookie) ?? { id: randomUUID(), addresses: [] };
  const mark = markOf(address);
  const latest = [mark, ...addresses.filter((one) => one !== mark)].slice(0, mostAddresses);
  return signedText("device", [id, ...latest].join("."));
}
