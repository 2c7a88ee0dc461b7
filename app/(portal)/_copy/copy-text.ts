import { toast } from "@/app/_ui/toast";

/** Copies a text. Where the browser does not allow it, a toast says what to do. @returns whether it was copied */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers allow it only on https and on this machine itself, and a person can forbid it.
    toast("This browser does not let the portal copy. Select the text and copy it yourself.", false);
    return false;
  }
}
