import type { Metadata } from "next";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { SoftLink } from "@/app/_ui/soft-link";
import { ForgottenForm } from "./forgotten-form";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgottenPasswordPage() {
  return (
    <AuthFrame
      heading="Forgotten password"
      below={
        <SoftLink href="/sign-in" className="underline underline-offset-2">
          Back to sign-in
        </SoftLink>
      }
    >
      <p className="text-muted">
        You get an email with a link, by which you choose a new password. Your old one works until then.
      </p>
      <ForgottenForm />
    </AuthFrame>
  );
}
