import type { Metadata } from "next";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { buttonStyle } from "@/app/_ui/button";
import { SoftLink } from "@/app/_ui/soft-link";

export const metadata: Metadata = { title: "Password changed" };

export default function ResetDonePage() {
  return (
    <AuthFrame heading="Your password is changed">
      <p>You are signed out everywhere. Sign in with the new password.</p>
      <SoftLink href="/sign-in" className={buttonStyle("primary")}>
        Sign in
      </SoftLink>
    </AuthFrame>
  );
}
