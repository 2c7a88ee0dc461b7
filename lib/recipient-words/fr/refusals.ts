import { pluralsOf } from "@/lib/recipient-words/plurals";
import type { Words } from "@/lib/recipient-words/words";

const count = pluralsOf("fr");
const minutes = (number: number) => count(number, { one: "#\u00a0minute", other: "#\u00a0minutes" });
const seconds = (number: number) => count(number, { one: "#\u00a0seconde", other: "#\u00a0secondes" });
const left = (number: number) =>
  count(number, {
    one: "Il vous reste 1\u00a0réponse. Si elle est fausse aussi, ce lien est bloqué.",
    other: "Il vous reste #\u00a0réponses.",
  });

export const refusals: Words["refusals"] = {
  left,
  wrong: ({ answers }) => `Ce n’est pas exact. Vérifiez la saisie. ${left(answers)}`,
  locked: "Ce n’était pas exact non plus\u00a0: ce lien est maintenant bloqué.",
  notACode: "Un code a 6\u00a0chiffres. Cet essai ne compte pas.",
  noCode: "Saisissez votre code.",
  longCode: "C’est trop long pour un code.",
  ranOut: ({ good }) =>
    `Ce code n’est plus valable\u00a0; chacun l’est pendant ${minutes(good)}. Demandez-en un nouveau. Cet essai ne compte pas.`,
  codeSent: "Un nouveau code est en route. Seul le plus récent fonctionne.",
  codeGivenBefore: "Ce paiement demande un code que vous avez déjà reçu\u00a0: aucun n’est envoyé par e-mail.",
  codeTooSoon: ({ wait }) =>
    `Un code est parti il y a moins d’une minute et est peut-être encore en route. Vous pourrez en demander un autre dans ${seconds(wait)}.`,
  codeTooOften: ({ wait }) =>
    `Beaucoup de codes ont été envoyés pour ce paiement\u00a0: il n’y en a plus qu’un par heure. Vous pourrez en demander un autre dans ${minutes(wait)}\u00a0; le dernier est peut-être encore en route.`,
  proveAgain: "Rien n’a encore été envoyé. Pour protéger votre argent, montrez une nouvelle fois que c’est bien vous.",
  noMethod: "Choisissez une façon de recevoir l’argent.",
  lookBelow: "Rien n’a encore été envoyé. Regardez ce qui est marqué ci-dessous.",
  unknownLink: "Ce lien est inconnu. Utilisez le lien du dernier e-mail.",
  notWaiting: ({ how }) =>
    `Rien n’a été modifié\u00a0: ce paiement n’attend plus votre réponse. Voici où il en est\u00a0: «\u00a0${how}\u00a0».`,
  sameMoment: "Rien n’a été modifié, car ce paiement a changé au même moment. Merci de réessayer.",
  fault: ({ number }) =>
    `Un problème est survenu de notre côté. Vérifiez si c’est déjà fait avant de recommencer. Si cela se reproduit, indiquez ce numéro à l’entreprise\u00a0: ${number}`,
  fields: {
    too_long: "C’est trop long.",
    holder_missing: "Saisissez le nom du titulaire de votre compte.",
    holder_hidden: "Ce nom contient un caractère invisible, peut-être à cause d’une copie. Tapez-le à la main.",
    iban_missing: "Saisissez votre IBAN.",
    iban_country: "Un IBAN commence par les deux lettres d’un pays qui a des IBAN, par exemple FR ou BE.",
    iban_length: "Cet IBAN est trop court ou trop long pour son pays. Vérifiez qu’il est complet.",
    iban_format: "Cet IBAN a des lettres là où son pays a des chiffres, ou l’inverse.",
    iban_digits: "Les chiffres de cet IBAN ne vont pas ensemble\u00a0; l’un d’eux est peut-être mal saisi.",
    bic: "Ce n’est pas un BIC. Il a 8 ou 11\u00a0caractères, par exemple DEUTDEFF\u00a0; il est sur votre relevé.",
    routing_number:
      "Ce n’est pas le numéro d’acheminement d’une banque des États-Unis. Il a 9\u00a0chiffres\u00a0; vérifiez-les.",
    account_number: "Un numéro de compte a de 4 à 17\u00a0chiffres et rien d’autre, et ils ne sont pas tous des zéros.",
    foreign_account_number: "Un numéro de compte a de 4 à 34\u00a0lettres et chiffres, qui ne sont pas tous des zéros.",
  },
};
