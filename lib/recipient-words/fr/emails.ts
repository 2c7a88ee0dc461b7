import type { Words } from "@/lib/recipient-words/words";

const noLink = "Cet e-mail ne contient aucun lien à ouvrir.";

export const emails: Words["emails"] = {
  frame: {
    hello: ({ name }) => `Bonjour ${name},`,
    genuine: "Comment savoir que cet e-mail est authentique\u00a0:",
    never: "nous ne demandons jamais votre mot de passe, votre numéro de carte ni de frais.",
    questions: ({ organization, address }) =>
      `Des questions\u00a0? Écrivez à ${organization} à l’adresse ${address}, ou répondez simplement à cet e-mail.`,
    sentBy: ({ organization, reference }) =>
      `Envoyé par Meridian pour ${organization}. Sa référence pour ce paiement\u00a0: ${reference}.`,
    noLink,
    nothingToDo: `${noLink} Vous n’avez rien à faire.`,
    noDetails: `${noLink} N’envoyez jamais de numéro de compte par e-mail, même à nous. Il se saisit seulement sur la page de votre paiement.`,
    whatToDo: "Que faire\u00a0:",
  },
  invitation: {
    subject: ({ organization, amount }) => `${organization} a un paiement pour vous\u00a0: ${amount}`,
    again: ({ subject }) => `De nouveau\u00a0: ${subject}`,
    reminder: ({ subject }) => `Rappel\u00a0: ${subject}`,
    heading: ({ amount }) => `${amount} pour vous`,
    opening: ({ organization, amount }) => `${organization} a un paiement de ${amount} pour vous.`,
    openingAgain: ({ organization, amount }) =>
      `Voici de nouveau votre lien\u00a0: ${organization} a un paiement de ${amount} pour vous. C’est le même paiement et le même lien qu’avant.`,
    openingReminder: ({ organization, amount }) =>
      `${organization} a un paiement de ${amount} pour vous, et vous ne l’avez pas encore encaissé. C’est le même lien que dans notre e-mail précédent.`,
    page: "Sur sa page, vous montrez que c’est bien vous et choisissez comment recevoir l’argent. Cela prend quelques minutes et ne coûte rien.",
    button: "Voir votre paiement",
    copy: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00a0:",
    until: ({ deadline }) =>
      `Le lien fonctionne jusqu’au ${deadline}. Il est pour vous seulement\u00a0: merci de ne pas le partager.`,
    caution: ({ linkStart, supportEmail }) =>
      `Le lien de cet e-mail commence par ${linkStart}. Si vous n’attendiez pas cet e-mail, ou si le lien est différent, ne l’ouvrez pas. Écrivez plutôt à ${supportEmail}.`,
  },
  code: {
    subject: ({ organization, code }) => `${code} est votre code pour le paiement de ${organization}`,
    preview: ({ organization }) => `Votre code pour le paiement de ${organization}.`,
    heading: "Votre code",
    enter: ({ organization, amount }) =>
      `Saisissez ce code sur la page de votre paiement de ${amount} de ${organization}\u00a0:`,
    works: ({ minutes }) =>
      `Il fonctionne pendant ${minutes}\u00a0minutes après votre demande. Si vous en avez demandé plusieurs, seul le plus récent fonctionne.`,
    caution:
      "Saisissez le code seulement sur la page de votre paiement. Nous ne le demandons jamais par téléphone ni par message. Si vous n’avez pas demandé de code, vous n’avez rien à faire\u00a0: sans lui, personne ne peut utiliser votre lien.",
  },
  completed: {
    subject: ({ organization, amount }) => `${organization} vous a versé ${amount}`,
    preview: ({ organization, amount }) => `${organization} vous a versé ${amount}.`,
    heading: "Votre argent est versé",
    paid: ({ organization, amount }) =>
      `${organization} a versé ${amount} sur le compte que vous avez choisi. Votre banque peut mettre un peu plus de temps à l’afficher.`,
    late: ({ supportEmail, reference }) =>
      `Si l’argent n’est pas arrivé dans les cinq jours ouvrables, ou si vous n’avez choisi aucun compte, écrivez à ${supportEmail} en indiquant la référence ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }) => `${organization} a annulé le paiement de ${amount}`,
    preview: ({ organization, amount }) => `${organization} a annulé le paiement de ${amount}.`,
    heading: "Ce paiement a été annulé",
    canceled: ({ organization, amount }) =>
      `${organization} a annulé le paiement de ${amount} dont nous vous avions parlé. Le lien de notre e-mail précédent ne peut plus être utilisé.`,
    mistake: ({ supportEmail, reference }) =>
      `Si vous pensez que c’est une erreur, écrivez à ${supportEmail} en indiquant la référence ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }) => `Votre paiement de ${amount} de ${organization} est bloqué`,
    preview: ({ amount }) => `Le lien de votre paiement de ${amount} est bloqué.`,
    heading: "Votre paiement est bloqué",
    locked: ({ organization, amount }) =>
      `Trop de réponses fausses ont été données sur la page de votre paiement de ${amount} de ${organization}. Pour protéger votre argent, son lien ne fonctionne plus. Personne n’a été payé.`,
    write: ({ supportEmail, reference }) =>
      `écrivez à ${supportEmail} en indiquant la référence ${reference}. Une fois votre identité confirmée, on peut vous envoyer un nouveau lien.`,
    notYou: "Si ce n’était pas vous, merci de le signaler\u00a0: une autre personne a peut-être votre lien.",
  },
  undelivered: {
    subject: ({ organization, amount }) => `Votre paiement de ${amount} de ${organization} n’a pas pu être remis`,
    preview: ({ amount }) => `Le paiement de ${amount} n’a pas pu être remis.`,
    heading: "Votre argent n’a pas pu être remis",
    undelivered: ({ organization, amount }) =>
      `${organization} vous a envoyé ${amount}, mais l’argent n’a pas pu être remis au compte que vous avez choisi. Il n’a pas atteint ce compte, et rien ne vous a été facturé.`,
    account: ({ supportEmail, reference }) =>
      `vérifiez auprès de votre banque que le compte est ouvert, à votre nom, et peut recevoir un tel paiement. Écrivez ensuite à ${supportEmail} en indiquant la référence ${reference}. On peut réessayer, ou vous envoyer un nouveau lien pour donner un autre compte.`,
    other: ({ organization, supportEmail, reference }) =>
      `vous n’avez rien à faire maintenant. ${organization} le sait, et peut réessayer ou vous envoyer un nouveau lien. Si vous avez des questions, écrivez à ${supportEmail} en indiquant la référence ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }) =>
      `Votre paiement de ${amount} de ${organization} est en cours de vérification`,
    preview: ({ amount }) => `Le paiement de ${amount} est en cours de vérification.`,
    heading: "Votre paiement est en cours de vérification",
    checked: ({ organization, amount }) =>
      `Le paiement de ${amount} que ${organization} vous a envoyé n’a pas pu se terminer comme prévu, et il est maintenant vérifié.`,
    write: ({ supportEmail, reference }) =>
      `écrivez à ${supportEmail} en indiquant la référence ${reference}, si vous avez des questions ou si l’argent est arrivé. On peut vous dire la suite.`,
  },
};
