import { pluralsOf } from "@/lib/recipient-words/plurals";
import type { Words } from "@/lib/recipient-words/words";

const count = pluralsOf("es");
const minutes = (number: number) => count(number, { one: "# minuto", other: "# minutos" });
const seconds = (number: number) => count(number, { one: "# segundo", other: "# segundos" });
const left = (number: number) =>
  count(number, {
    one: "Le queda 1 respuesta. Si también es incorrecta, este enlace se bloquea.",
    other: "Le quedan # respuestas.",
  });

export const refusals: Words["refusals"] = {
  left,
  wrong: ({ answers }) => `No es correcto. Revise si hay un error al escribir. ${left(answers)}`,
  locked: "Tampoco era correcto, y este enlace está ahora bloqueado.",
  notACode: "Un código tiene 6 cifras. Este intento no cuenta.",
  noCode: "Por favor, escriba su código.",
  longCode: "Esto es demasiado largo para ser un código.",
  ranOut: ({ good }) =>
    `Este código ha caducado; cada uno sirve durante ${minutes(good)}. Pida uno nuevo. Este intento no cuenta.`,
  codeSent: "Un código nuevo está en camino. Solo sirve el más reciente.",
  codeGivenBefore: "Este pago pide un código que ya le dieron, por eso no se envía ninguno por correo.",
  codeTooSoon: ({ wait }) =>
    `Se envió un código hace menos de un minuto y puede estar aún en camino. Puede pedir otro en ${seconds(wait)}.`,
  codeTooOften: ({ wait }) =>
    `Se enviaron muchos códigos para este pago, y ahora solo se envía uno por hora. Puede pedir otro en ${minutes(wait)}; el último puede estar aún en camino.`,
  proveAgain: "Todavía no se ha enviado nada. Para proteger su dinero, demuestre una vez más que es usted.",
  noMethod: "Elija una de las formas de cobrar.",
  lookBelow: "Todavía no se ha enviado nada. Por favor, revise lo que está marcado abajo.",
  unknownLink: "No conocemos este enlace. Use el enlace del último correo.",
  notWaiting: ({ how }) => `No se ha cambiado nada: este pago ya no espera su respuesta. Así está: «${how}».`,
  sameMoment: "No se ha cambiado nada, porque este pago cambió en el mismo momento. Por favor, inténtelo otra vez.",
  fault: ({ number }) =>
    `Algo ha fallado por nuestra parte. Compruebe si ya está hecho antes de repetirlo. Si ocurre otra vez, comunique este número a la empresa: ${number}`,
  fields: {
    too_long: "Esto es demasiado largo.",
    holder_missing: "Escriba el nombre que figura en su cuenta.",
    holder_hidden: "Este nombre tiene un carácter invisible, quizá por haberlo copiado. Escríbalo a mano.",
    iban_missing: "Escriba su IBAN.",
    iban_country: "Un IBAN empieza con las dos letras de un país que usa IBAN, como ES o FR.",
    iban_length: "Este IBAN es demasiado corto o largo para su país. Compruebe que está completo.",
    iban_format: "Este IBAN tiene letras donde su país tiene cifras, o al revés.",
    iban_digits: "Las cifras de este IBAN no concuerdan; puede haber una mal escrita.",
    bic: "Esto no es un BIC. Tiene 8 u 11 caracteres, como DEUTDEFF; está en su extracto bancario.",
    routing_number: "Este no es el número de ruta de un banco de Estados Unidos. Tiene 9 cifras; revíselas.",
    account_number: "Un número de cuenta tiene de 4 a 17 cifras y nada más, y no todas son ceros.",
    foreign_account_number: "Un número de cuenta tiene de 4 a 34 letras y cifras, y no todas son ceros.",
  },
};
