import { Timestamp } from "@/app/_ui/timestamp";
import type { OwnSecondFactor } from "@/lib/account/queries";
import type { At } from "@/lib/moment";
import { QrCode } from "./qr-code";
import { SecondFactor, type Shown } from "./second-factor";

function shown(factor: OwnSecondFactor, at: At): Shown {
  const { isRequired } = factor;
  switch (factor.state) {
    case "off":
      return { state: "off", isRequired };
    case "setting-up":
      return {
        ...{ state: "setting-up", isRequired, secret: factor.secret },
        qrCode: <QrCode text={factor.uri} label="QR code for your authenticator app" />,
      };
    case "on":
      return { state: "on", isRequired, codesLeft: factor.codesLeft, since: <Timestamp at={factor.since} {...at} /> };
  }
}

/** The second factor of the person who looks, with what only the server makes of it. */
export const ShownFactor = ({ factor, at }: { factor: OwnSecondFactor; at: At }) => (
  <SecondFactor factor={shown(factor, at)} />
);
