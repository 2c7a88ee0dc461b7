import { describe, expect, it } from "vitest";
import { extraText } from "@/lib/payouts/extra/keys";
import { judgeAll } from "@/tests/support/read-batch-file";
import { context, header, read, row } from "@/tests/support/parsed-text";

const names = (text: string) =>
  text
    .trim()
    .split(/\s*[\n;]\s*/)
    .map((name) => [name]);

const secrets = names(`
  PIN code; Customer PIN; PIN of the card; pincode; Mailbox PIN; Login password; user_password; customerPassword; Passcode
  Security answer; Mother's maiden name; API key; Access token; session-token; OTP; Secret of the customer
  Contraseña; Respuesta de seguridad; Código secreto; Clave; Clave de acceso; Palabra secreta
  Mot de passe; Réponse secrète; Code confidentiel; Jeton
  Passwort; Kennwort; Geheimzahl; Sicherheitsantwort; Kundenpasswort
  Senha; Palavra-passe; Resposta de segurança; Código de segurança
  كلمة المرور; الرقم السري; كلمة السر`);
const banks = names(`
  IBAN; payeeIBAN; payeeiban; Beneficiary IBAN; BIC; BIC/SWIFT; Swift code; SWIFT; Account number; accountnumber; ACCOUNT_NO
  Bank account; Bank account number; Customer's bank account; Routing number; routing_no; Sort code; sortcode; BSB; IFSC; CLABE
  Card; Card number; Credit card; CVV; cvv2; CVC; Card expiry date
  Número de cuenta; Número de la cuenta; Cuenta bancaria; Número de tarjeta
  Numéro de compte; RIB; Carte bancaire; N° de compte
  Kontonummer; Konto-Nr.; Bankverbindung; BLZ; Kreditkartennummer; Bankkontonummer
  Número da conta; Conta bancária; Chave Pix; Número do cartão
  رقم الحساب; الآيبان; رقم البطاقة`);
const identities = names(`
  SSN; Recipient SSN; Social Security Number; socialsecuritynumber; National ID; Passport number; Passport; Tax ID; taxid; TIN
  National insurance number; Driver's license
  DNI; NIE; CURP; Número de la Seguridad Social; Documento de identidad
  Numéro de sécurité sociale; Carte d'identité; Numéro fiscal
  Sozialversicherungsnummer; Steuer-ID; Personalausweisnummer
  CPF; NIF; Cartão de cidadão; Segurança Social
  رقم الهوية; الرقم القومي; رقم الجواز`);
const kept = names(`
  Claim number; Claim Number; Account manager; Account holder; Account; Customer account; Pin board; Pinboard; Shipping note; Spinning class
  Opinion; Phone; Department; Postal code; Cost code; Promo code; Resort code; Airport code; Card holder; Card type; Loyalty card; Scorecard
  Token ring; Secret Santa group; Swift delivery; Bank name; Bank holiday; Prime rib; Routing team; Policy number; Invoice number; Order number; Caliban
  Passport country; Tax year; Tax; Employee number; Answered by; Keyboard; License plate; Identity provider; Cardiology; Tint; Abacus
  Palabra clave; Cuenta; Número de póliza; Compte client; Numéro de dossier; Konto; Kundennummer; Schadennummer; Conta; Número do pedido
  رقم الطلب; القسم`);

/** What becomes of a column of this name, in a file that has a verification code too. */
async function readWith(name: string) {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const file = await read(`${header},verification_code,${quoted}\n${row("R1")},N19GU,a text`);
  const { accepted } = judgeAll(file, context);
  return { kept: accepted[0]?.extra ?? null, notes: file.header.notes, ignored: file.header.ignored };
}

describe("a column that no payout keeps", () => {
  it.each(secrets)("is one that looks like a secret: %s", async (name) => {
    expect(await readWith(name)).toEqual({
      kept: null,
      notes: [
        `The column ${name} was not kept: it looks like a secret, which must not stand where everybody reads it.`,
      ],
      ignored: [name],
    });
  });

  it.each(banks)("is one that says where money goes: %s", async (name) => {
    expect(await readWith(name)).toEqual({
      kept: null,
      notes: [
        `The column ${name} was not kept: bank details do not belong in a batch file. Recipients enter them themselves, on their page.`,
      ],
      ignored: [name],
    });
  });

  it.each(identities)("is one for a person's identity document: %s", async (name) => {
    expect(await readWith(name)).toEqual({
      kept: null,
      notes: [
        `The column ${name} was not kept: numbers of a person's identity documents do not belong in a batch file.`,
      ],
      ignored: [name],
    });
  });

  it.each(names("Code; Answer; Verification; Verification notes; The secret code of John; verificaton_code"))(
    "is one that may hold a verification code, whether the file has another or not: %s",
    async (name) => {
      const { kept: text, notes } = await readWith(name);
      expect([text, notes]).toEqual([null, [expect.stringContaining(`The column ${name} was not kept: it `)]]);
      const alone = await read(`${header},${name}\n${row("R1")},a text`);
      expect(alone.header.extra).toEqual([]);
      expect(alone.header.notes).toEqual([
        `The column ${name} was not read. If it is the verification code, rename it to verification_code.`,
      ]);
    },
  );

  it.each(kept)("is none of those that only have such a word or a part of it: %s", async (name) => {
    const { kept: texts, notes, ignored } = await readWith(name);
    expect([Object.values(texts ?? {}), notes, ignored]).toEqual([["a text"], [], []]);
  });
});

describe("a text of a column that is kept", () => {
  it.each([
    ["Refund to 4111 1111 1111 1111 please", "Refund to [card number removed] please"],
    ["4111-1111-1111-1111", "[card number removed]"],
    ["4111 1111 1111 1111 12/27", "[card number removed] 12/27"],
    ["12 5555 5555 5555 4444 99", "12 [card number removed] 99"],
    ["card 378282246310005, or 4111111111111111", "card [card number removed], or [card number removed]"],
    ["DE89370400440532013000", "[IBAN removed]"],
    ["pay to de89 3704 0044 0532 0130 00 thanks", "pay to [IBAN removed] thanks"],
    ["IBAN: GB82-WEST-1234-5698-7654-32.", "IBAN: [IBAN removed]."],
    ["DE89370400440532013000 GB82WEST12345698765432", "[IBAN removed] [IBAN removed]"],
  ])("says in the place of a card's number or an IBAN that one stood there: %s", (text, left) => {
    expect(extraText(text)).toBe(left);
  });

  it.each([
    "4111111111111111",
    "4111 1111 1111 1112",
    "DE89370400440532013001",
    "CLM-4111111111111111A",
    "DE893704004405320130001",
    "Order 2026 1129 0000 0001",
    "+49 170 1234567",
    "978-3-16-148410-0",
    "0049 30 1234 5678 90",
  ])("stays as it is where it is no such number, or nothing but digits: %s", (text) => {
    expect(extraText(text)).toBe(text);
  });

  it("is looked through to its end, however long it is", () => {
    const long = `${"1 ".repeat(50_000)}4111 1111 1111 1111`;
    expect(extraText(long)).toHaveLength(200);
    const ibans = "DE89 3704 0044 0532 0130 00 ".repeat(40);
    expect(extraText(ibans)).not.toContain("3704");
  });
});
