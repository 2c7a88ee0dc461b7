import type { Words } from "@/lib/recipient-words/words";

export const closed: Words["closed"] = {
  submitted: {
    title: "Ihr Geld ist unterwegs",
    text: ({ arrives }) =>
      `Alles ist erledigt; Sie müssen nichts mehr tun. ${arrives} Wir schreiben Ihnen, wenn es ausgezahlt ist.`,
    usually: "Banken brauchen meist einen bis fünf Werktage.",
  },
  completed: {
    title: "Ihr Geld ist ausgezahlt",
    text: ({ day }) =>
      `Das Geld wurde am ${day} ausgezahlt. Bei Ihrer Bank kann es etwas länger dauern, bis Sie es sehen. Sie müssen nichts mehr tun.`,
  },
  expired: {
    title: "Dieser Link ist abgelaufen",
    text: ({ organization, deadline }) =>
      `Er galt bis ${deadline}. Niemand sonst hat Ihr Geld bekommen. Bitte fragen Sie ${organization} nach einem neuen Link.`,
  },
  canceled: {
    title: "Diese Auszahlung wurde storniert",
    text: ({ organization, day }) =>
      `${organization} hat sie am ${day} storniert. Sie müssen nichts tun. Wenn Sie das für einen Irrtum halten, fragen Sie bitte dort nach.`,
  },
  noMethod: {
    title: ({ currency }) => `Wir können hier noch nicht in ${currency} auszahlen`,
    text: ({ organization, deadline }) =>
      `Ihre Auszahlung ist sicher und verfügbar bis ${deadline}. Bitte schreiben Sie ${organization}, damit Sie das Geld auf anderem Weg bekommen.`,
  },
  locked: {
    title: "Dieser Link ist gesperrt",
    text: ({ organization }) =>
      `Zu viele Antworten waren falsch. Deshalb haben wir den Link gesperrt, um Ihr Geld zu schützen. Niemand sonst hat es bekommen. Bitte fragen Sie ${organization}: Wenn dort feststeht, dass Sie es sind, kann man Ihnen einen neuen Link senden.`,
  },
  undelivered: {
    title: "Das Geld konnte nicht zugestellt werden",
    account: ({ organization, supportEmail, reference }) =>
      `Es ist nicht auf dem Konto angekommen, das Sie gewählt haben, und es ist nicht verloren. Fragen Sie Ihre Bank, ob das Konto offen ist, auf Ihren Namen lautet und eine solche Zahlung annehmen kann. Schreiben Sie dann an ${supportEmail} und nennen Sie die Referenz ${reference}: ${organization} kann es noch einmal versuchen oder Ihnen einen neuen Link für ein anderes Konto senden.`,
    other: ({ organization, supportEmail, reference }) =>
      `Bei der Zahlung ging etwas schief, und das Geld ist nicht verloren. Sie müssen jetzt nichts tun: ${organization} weiß davon und kann es noch einmal versuchen oder Ihnen einen neuen Link senden. Wenn Sie Fragen haben, schreiben Sie an ${supportEmail} und nennen Sie die Referenz ${reference}.`,
  },
  beingChecked: {
    title: "Ihre Auszahlung wird geprüft",
    text: ({ organization, supportEmail }) =>
      `Die Auszahlung konnte nicht wie erwartet abgeschlossen werden. Sie müssen auf dieser Seite nichts tun: ${organization} kann Ihnen sagen, wie es weitergeht. Wenn Sie Fragen haben oder das Geld angekommen ist, schreiben Sie bitte an ${supportEmail}.`,
  },
  unfinished: {
    title: "Diese Auszahlung konnte nicht abgeschlossen werden",
    text: ({ organization }) =>
      `Dieser Link gilt nicht mehr. Niemand sonst hat Ihr Geld bekommen. Bitte fragen Sie ${organization} nach einem neuen Link.`,
  },
  replaced: {
    title: "Es gibt eine neuere Auszahlung",
    text: ({ organization, supportEmail }) =>
      `Diese Auszahlung wurde durch eine neue ersetzt. Bitte nehmen Sie den Link in der neuesten E-Mail zu einer Auszahlung von ${organization}. Wenn Sie keine bekommen haben, ging sie vielleicht an eine andere Adresse: Bitte schreiben Sie an ${supportEmail}.`,
  },
};
