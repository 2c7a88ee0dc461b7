import type { CreationOptions, RequestOptions } from "@/lib/web/sign-in/passkeys/proof";

type Asked = { create: CreationOptions } | { get: RequestOptions };
type Answer = { answer: string } | { problem: string };

const problems: Record<string, string> = {
  NotAllowedError: "Nothing was done: it was canceled, or took too long. Try again.",
  InvalidStateError: "This device or password manager has a passkey of yours already.",
  NotSupportedError: "This device cannot make a passkey that checks that it is you.",
};

/** Lets the browser make a passkey, or sign with one. What talks to it is loaded at the first need. */
export async function askBrowser(asked: Asked): Promise<Answer> {
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  if (!browserSupportsWebAuthn()) return { problem: "This browser cannot use passkeys." };
  try {
    const answer =
      "create" in asked
        ? await startRegistration({ optionsJSON: asked.create })
        : await startAuthentication({ optionsJSON: asked.get });
    return { answer: JSON.stringify(answer) };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    return { problem: problems[name] ?? "The browser could not use a passkey here. Try again, or use another one." };
  }
}
