"use server";

import { z } from "zod";
import { DomainError } from "@/lib/errors";
import { askForErasure } from "@/lib/erasure/mutations";
import { recipientAddress } from "@/lib/erasure/person";
import { adminAction } from "@/lib/web/action";

export const erase = adminAction(
  z.object({ address: recipientAddress, typed: z.string().max(254) }),
  async (actor, { address, typed }) => {
    if (typed.trim().toLowerCase() !== address)
      throw new DomainError("invalid", `Type the address as it stands above: ${address}`, "typed");
    await askForErasure(actor, address);
    return { message: "The erasure has begun. The list below says when it has ended." };
  },
);
