import { pluralsOf } from "@/lib/recipient-words/plurals";
import type { Words } from "@/lib/recipient-words/words";

const count = pluralsOf("pt");
const minutes = (number: number) => count(number, { one: "# minuto", other: "# minutos" });
const seconds = (number: number) => count(number, { one: "# segundo", other: "# segundos" });
const left = (number: number) =>
  count(number, {
    one: "Resta # resposta. Se também estiver errada, este link será bloqueado.",
    other: "Restam # respostas.",
  });

export const refusals: Words["refusals"] = {
  left,
  wrong: ({ answers }) => `Não está certo. Confira se há um erro de digitação. ${left(answers)}`,
  locked: "Também não estava certo, e agora este link está bloqueado.",
  notACode: "Um código tem 6 dígitos. Esta tentativa não conta.",
  noCode: "Por favor, digite o seu código.",
  longCode: "Isto é longo demais para ser um código.",
  ranOut: ({ good }) =>
    `Este código não vale mais; cada um vale por ${minutes(good)}. Peça um novo. Esta tentativa não conta.`,
  codeSent: "Um novo código está a caminho. Só o mais recente funciona.",
  codeGivenBefore: "Este pagamento pede um código que você já recebeu, por isso nenhum é enviado por e-mail.",
  codeTooSoon: ({ wait }) =>
    `Um código foi enviado há menos de um minuto e pode ainda estar a caminho. Você pode pedir outro em ${seconds(wait)}.`,
  codeTooOften: ({ wait }) =>
    `Muitos códigos foram enviados para este pagamento, por isso agora há só um por hora. Você pode pedir outro em ${minutes(wait)}; o mais recente pode ainda estar a caminho.`,
  proveAgain: "Nada foi enviado ainda. Para proteger o seu dinheiro, mostre mais uma vez que é você.",
  noMethod: "Escolha uma das formas de receber.",
  lookBelow: "Nada foi enviado ainda. Por favor, veja o que está marcado abaixo.",
  unknownLink: "Não conhecemos este link. Use o link do e-mail mais recente.",
  notWaiting: ({ how }) => `Nada foi mudado: este pagamento não espera mais por você. Ele está assim: “${how}”.`,
  sameMoment: "Nada foi mudado, porque este pagamento mudou no mesmo momento. Por favor, tente de novo.",
  fault: ({ number }) =>
    `Algo deu errado do nosso lado. Verifique se já foi feito antes de repetir. Se acontecer de novo, informe este número à empresa: ${number}`,
  fields: {
    too_long: "Isto é longo demais.",
    holder_missing: "Digite o nome do titular da sua conta.",
    holder_hidden: "Este nome tem um caractere invisível, talvez por ter sido copiado. Digite-o à mão.",
    iban_missing: "Digite o seu IBAN.",
    iban_country: "Um IBAN começa com as duas letras de um país que usa IBAN, como PT ou FR.",
    iban_length: "Este IBAN é curto ou longo demais para o país. Verifique se está completo.",
    iban_format: "Este IBAN tem letras onde o país tem dígitos, ou o contrário.",
    iban_digits: "Os dígitos deste IBAN não combinam; um deles pode estar errado.",
    bic: "Isto não é um BIC. Ele tem 8 ou 11 caracteres, como DEUTDEFF; está no seu extrato.",
    routing_number: "Este não é o número de roteamento de um banco dos Estados Unidos. Ele tem 9 dígitos; confira-os.",
    account_number: "Um número de conta tem de 4 a 17 dígitos e nada mais, e nem todos são zeros.",
    foreign_account_number: "Um número de conta tem de 4 a 34 letras e dígitos, e nem todos são zeros.",
  },
};
