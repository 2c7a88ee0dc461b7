import type { Words } from "@/lib/recipient-words/words";

export const page: Words["page"] = {
  frame: {
    testTitle: "Ceci est un test. Aucun argent ne circule.",
    testText: "Merci de ne pas saisir les coordonnées d’un vrai compte.",
    footer: "Meridian remet des paiements pour le compte d’entreprises.",
    language: "Langue",
  },
  progress: (step, steps) => `Étape ${step} sur ${steps}`,
  tab: ({ where, organization }) => `${where} · Votre paiement de ${organization}`,
  card: {
    from: "De",
    for: "Pour",
    reference: "Référence",
    availableUntil: "Disponible jusqu’au",
    to: "Vers",
    account: ({ method, ending }) => `${method} se terminant par ${ending}`,
  },
  questions: {
    title: "Une question, ou quelque chose vous semble étrange\u00a0?",
    write: ({ organization, address, reference }) =>
      `Écrivez à ${organization} à l’adresse ${address} en indiquant la référence ${reference}.`,
    never:
      "Nous ne demandons jamais de mot de passe, de numéro de carte ni de frais. Cette page est pour vous seulement\u00a0: merci de ne pas partager son lien.",
  },
  welcome: {
    title: ({ organization }) => `${organization} a un paiement pour vous`,
    reassurance: "Cela prend environ deux minutes. Rien n’est envoyé avant votre confirmation, à la fin.",
    next: "Ce qui vous attend",
    showAnswer: ({ organization }) =>
      `Vous montrez que c’est bien vous, avec le code que ${organization} vous a donné.`,
    showCode: ({ sentTo }) =>
      `Vous montrez que c’est bien vous, avec un code que nous envoyons par e-mail à ${sentTo}.`,
    choose: "Vous choisissez comment recevoir l’argent. Préparez les coordonnées de votre compte bancaire.",
    continue: "Continuer",
  },
  verify: {
    title: "Montrez que c’est bien vous",
    titleOfCode: "Saisissez le code de notre e-mail",
    reassurance: "Cela protège votre argent si une autre personne voit votre lien.",
    again:
      "Pour votre sécurité, nous vous le demandons encore\u00a0: la dernière vérification dans ce navigateur a plus de 30\u00a0minutes, ou le navigateur n’accepte pas les cookies, dont cette page a besoin. Rien n’a encore été envoyé.",
    wrongBefore: "Une réponse précédente était fausse.",
    answerLabel: ({ organization }) => `Votre code de ${organization}`,
    answerHint: ({ organization }) =>
      `${organization} vous l’a donné, ou c’est une information que cette organisation et vous connaissez, comme votre code postal. Il n’est pas dans notre e-mail. Majuscules, espaces et tirets ne comptent pas.`,
    answerUnknown: ({ organization, address }) =>
      `Vous ne connaissez pas le code\u00a0? N’essayez pas de le deviner\u00a0: trop de réponses fausses bloquent le lien. Écrivez à ${organization} à l’adresse ${address}.`,
    helpTitle: "Demandez de l’aide",
    help: ({ organization, address }) =>
      `Des réponses précédentes étaient fausses, et aucune autre n’est acceptée maintenant. Votre argent est en sécurité. Écrivez à ${organization} à l’adresse ${address}\u00a0: on peut vous laisser réessayer, avec ce même lien.`,
    back: "Retour à votre paiement",
    ranOut: "Le dernier code ne fonctionne plus.",
    weSend: ({ sentTo }) =>
      `Nous envoyons un nouveau code de 6\u00a0chiffres à ${sentTo}. Saisissez-le à la page suivante.`,
    emailMe: "M’envoyer un code",
    codeLabel: "Code de 6\u00a0chiffres",
    codeHint: ({ sentTo }) => `Nous l’avons envoyé à ${sentTo}. Il fonctionne pendant 15\u00a0minutes.`,
    noEmail:
      "Pas encore d’e-mail\u00a0? Cela peut prendre une minute, et il est peut-être dans votre dossier de courrier indésirable.",
    sendNew: "Envoyer un nouveau code",
    form: { continue: "Continuer", checking: "Vérification…", sending: "Envoi…" },
  },
  pay: {
    title: "Comment souhaitez-vous recevoir l’argent\u00a0?",
    reassurance: ({ organization }) =>
      `Merci, nous savons que c’est bien vous. Vos coordonnées sont chiffrées. ${organization} n’en voit que les quatre derniers caractères.`,
    summary: "Quand vous appuyez sur le bouton",
    goes: ({ amount, organization }) => `Ce compte recevra ${amount} de ${organization}.`,
    final: "Cela ne peut plus être modifié ensuite\u00a0: merci de relire les numéros.",
    weEmail: "Nous vous écrirons quand l’argent sera versé.",
    form: {
      ways: "Façons de recevoir l’argent",
      check: "Vérifier mes coordonnées",
      checking: "Vérification…",
      isItRight: "Est-ce correct\u00a0?",
      confirm: "Confirmer et recevoir l’argent",
      sending: "Envoi…",
      change: "Modifier mes coordonnées",
      moment: "Un instant…",
    },
  },
  methods: {
    us_account: {
      label: "Compte bancaire aux États-Unis",
      meaning: "L’argent arrive en général en un ou deux jours ouvrables.",
    },
    iban: {
      label: "Compte bancaire avec IBAN",
      meaning: "L’argent arrive en général au plus tard le jour ouvrable suivant.",
    },
    foreign_account: {
      label: "Compte bancaire à l’étranger",
      meaning: "L’argent arrive en général en deux à cinq jours ouvrables.",
    },
  },
  fields: {
    holder: { label: "Titulaire du compte", hint: "Le nom que votre banque connaît." },
    iban: {
      label: "IBAN",
      hint: "Votre numéro de compte, qui commence par deux lettres. Il est sur votre relevé ou dans l’application de votre banque.",
    },
    bic: {
      label: "BIC (code SWIFT)",
      hint: "8 ou 11\u00a0lettres et chiffres qui désignent votre banque, par exemple DEUTDEFF.",
    },
    routing_number: {
      label: "Numéro d’acheminement (routing number)",
      hint: "9\u00a0chiffres\u00a0; sur un chèque, ils viennent en premier.",
    },
    account_number: { label: "Numéro de compte", hint: "De 4 à 17\u00a0chiffres." },
    foreign_account_number: {
      label: "Numéro de compte ou IBAN",
      hint: "Comme votre banque l’écrit pour les paiements de l’étranger.",
    },
  },
  unknownLink: {
    tab: "Lien inconnu",
    title: "Nous ne connaissons pas ce lien",
    broken:
      "Il manque peut-être une partie du lien. Cela arrive quand une longue adresse est coupée sur deux lignes. Ouvrez de nouveau le lien de l’e-mail, ou copiez toute l’adresse.",
    latest:
      "Si vous avez plusieurs e-mails au sujet du paiement, utilisez le plus récent. S’il ne fonctionne toujours pas, écrivez à l’entreprise nommée dans cet e-mail\u00a0; elle peut vous aider.",
  },
  unreachable: {
    title: "Cette page n’a pas pu être ouverte",
    text: "Vérifiez votre connexion, puis rechargez la page. Elle montre ce qui a été fait. Rien n’est envoyé deux fois.",
    reload: "Recharger la page",
  },
};
