"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import {
  addPasskey,
  beginPasskey,
  passkeyBegun,
  passkeyMade,
  passkeyRemoved,
  passkeyRenamed,
  removePasskey,
  renamePasskey,
} from "@/lib/account/passkeys";
import {
  beginSetUp,
  cancelSetUp,
  codeAlone,
  confirmSetUp,
  passwordAndCode,
  renewOwnRecoveryCodes,
  turnOff,
} from "@/lib/account/second-factor";
import { settingUpAction, userAction } from "@/lib/web/action";
import { challengeCookie } from "@/lib/web/sign-in/passkeys/challenges";

const nothing = z.object({});
/** A page that made codes twice shows the later ones. */
const newCodes = (codes: string[]) => ({ codes, madeAt: Date.now() });

export const setUpFactor = settingUpAction(nothing, async (actor) => {
  await beginSetUp(actor);
  return { message: "Scan the code with your app, then type the six digits that it shows." };
});

export const leaveFactor = settingUpAction(nothing, async (actor) => {
  await cancelSetUp(actor);
  return { message: "Nothing was set up." };
});

export const confirmFactor = settingUpAction(codeAlone, async (actor, { code }) => ({
  message: "Your second factor is on. Keep the recovery codes now.",
  value: newCodes(await confirmSetUp(actor, code)),
}));

export const renewCodes = userAction(codeAlone, async (actor, { code }) => ({
  message: "You have new recovery codes; the old ones are worth nothing now.",
  value: newCodes(await renewOwnRecoveryCodes(actor, code)),
}));

export const turnFactorOff = userAction(passwordAndCode, async (actor, input) => {
  await turnOff(actor, input);
  return { message: "Your second factor is off: your password alone signs you in." };
});

export const beginOwnPasskey = settingUpAction(
  passkeyBegun,
  async (actor, { password }) => {
    const { options, cookie } = await beginPasskey(actor, password);
    const { name, options: attributes } = challengeCookie();
    (await cookies()).set(name, cookie, attributes);
    return { message: "Answer your browser.", value: options };
  },
  { reads: true, keep: ["name"] },
);

export const finishOwnPasskey = settingUpAction(passkeyMade, async (actor, input) => {
  const codes = await addPasskey(actor, input, (await cookies()).get(challengeCookie().name)?.value);
  return { message: `The passkey ${input.name} signs you in from now on.`, value: { codes } };
});

export const nameOwnPasskey = userAction(passkeyRenamed, async (actor, input) => {
  await renamePasskey(actor, input);
  return { message: `The passkey is called ${input.name}.` };
});

export const removeOwnPasskey = userAction(passkeyRemoved, async (actor, input) => ({
  message: `The passkey ${await removePasskey(actor, input)} signs you in no more. Remove it from your device too.`,
}));
