import type { Words } from "@/lib/recipient-words/words";

export const closed: Words["closed"] = {
  submitted: {
    title: "Votre argent est en route",
    text: ({ arrives }) =>
      `Tout est fait\u00a0; vous n’avez plus rien à faire. ${arrives} Nous vous écrirons quand il sera versé.`,
    usually: "Les banques prennent en général de un à cinq jours ouvrables.",
  },
  completed: {
    title: "Votre argent est versé",
    text: ({ day }) =>
      `L’argent a été versé le ${day}. Votre banque peut mettre un peu plus de temps à l’afficher. Vous n’avez plus rien à faire.`,
  },
  expired: {
    title: "Ce lien a expiré",
    text: ({ organization, deadline }) =>
      `Il pouvait être utilisé jusqu’au ${deadline}. Personne d’autre n’a reçu votre argent. Demandez un nouveau lien à ${organization}.`,
  },
  canceled: {
    title: "Ce paiement a été annulé",
    text: ({ organization, day }) =>
      `${organization} l’a annulé le ${day}. Vous n’avez rien à faire. Si vous pensez que c’est une erreur, posez la question à cette organisation.`,
  },
  noMethod: {
    title: ({ currency }) => `Nous ne pouvons pas encore payer ici en ${currency}`,
    text: ({ organization, deadline }) =>
      `Votre paiement est en sécurité et disponible jusqu’au ${deadline}. Écrivez à ${organization} pour recevoir l’argent autrement.`,
  },
  locked: {
    title: "Ce lien est bloqué",
    text: ({ organization }) =>
      `Trop de réponses étaient fausses\u00a0: nous avons bloqué le lien pour protéger votre argent. Personne d’autre ne l’a reçu. Demandez à ${organization}\u00a0: une fois votre identité confirmée, on peut vous envoyer un nouveau lien.`,
  },
  undelivered: {
    title: "L’argent n’a pas pu être remis",
    account: ({ organization, supportEmail, reference }) =>
      `Il n’a pas atteint le compte que vous avez choisi, et il n’est pas perdu. Vérifiez auprès de votre banque que le compte est ouvert, à votre nom, et peut recevoir un tel paiement. Écrivez ensuite à ${supportEmail} en indiquant la référence ${reference}\u00a0: ${organization} peut réessayer, ou vous envoyer un nouveau lien pour donner un autre compte.`,
    other: ({ organization, supportEmail, reference }) =>
      `Le paiement a rencontré un problème, et l’argent n’est pas perdu. Vous n’avez rien à faire maintenant\u00a0: ${organization} le sait, et peut réessayer ou vous envoyer un nouveau lien. Si vous avez des questions, écrivez à ${supportEmail} en indiquant la référence ${reference}.`,
  },
  beingChecked: {
    title: "Votre paiement est en cours de vérification",
    text: ({ organization, supportEmail }) =>
      `Il n’a pas pu se terminer comme prévu. Vous n’avez rien à faire sur cette page\u00a0: ${organization} peut vous dire la suite. Si vous avez des questions, ou si l’argent est arrivé, écrivez à ${supportEmail}.`,
  },
  unfinished: {
    title: "Ce paiement n’a pas pu être terminé",
    text: ({ organization }) =>
      `Ce lien ne peut plus être utilisé. Personne d’autre n’a reçu votre argent. Demandez un nouveau lien à ${organization}.`,
  },
  replaced: {
    title: "Il y a un paiement plus récent",
    text: ({ organization, supportEmail }) =>
      `Ce paiement a été remplacé par un nouveau. Utilisez le lien du dernier e-mail au sujet d’un paiement de ${organization}. Si vous ne l’avez pas reçu, il est peut-être allé à une autre adresse\u00a0: écrivez à ${supportEmail}.`,
  },
};
