import type { Words } from "@/lib/recipient-words/words";

const noLink = "Diese E-Mail enthält keinen Link zum Anklicken.";

export const emails: Words["emails"] = {
  frame: {
    hello: ({ name }) => `Guten Tag ${name},`,
    genuine: "So erkennen Sie, dass diese E-Mail echt ist:",
    never: "Wir fragen nie nach Ihrem Passwort oder Ihrer Kartennummer und verlangen nie eine Gebühr.",
    questions: ({ organization, address }) =>
      `Fragen? Schreiben Sie ${organization} an ${address}, oder antworten Sie einfach auf diese E-Mail.`,
    sentBy: ({ organization, reference }) =>
      `Gesendet von Meridian für ${organization}. Referenz dieser Auszahlung: ${reference}.`,
    noLink,
    nothingToDo: `${noLink} Sie müssen nichts tun.`,
    noDetails: `${noLink} Senden Sie Kontonummern nie per E-Mail, auch nicht an uns. Sie geben sie nur auf der Seite Ihrer Auszahlung ein.`,
    whatToDo: "Was Sie tun können:",
  },
  invitation: {
    subject: ({ organization, amount }) => `${organization} hat eine Auszahlung für Sie: ${amount}`,
    again: ({ subject }) => `Noch einmal: ${subject}`,
    reminder: ({ subject }) => `Erinnerung: ${subject}`,
    heading: ({ amount }) => `${amount} für Sie`,
    opening: ({ organization, amount }) => `${organization} hat eine Auszahlung über ${amount} für Sie.`,
    openingAgain: ({ organization, amount }) =>
      `Hier ist noch einmal Ihr Link: ${organization} hat eine Auszahlung über ${amount} für Sie. Es ist dieselbe Auszahlung und derselbe Link wie zuvor.`,
    openingReminder: ({ organization, amount }) =>
      `${organization} hat eine Auszahlung über ${amount} für Sie, und Sie haben sie noch nicht abgerufen. Es ist derselbe Link wie in unserer früheren E-Mail.`,
    page: "Auf ihrer Seite zeigen Sie, dass Sie es sind, und wählen, wie Sie das Geld bekommen. Das dauert wenige Minuten und kostet nichts.",
    button: "Auszahlung ansehen",
    copy: "Wenn der Knopf nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
    until: ({ deadline }) => `Der Link gilt bis ${deadline}. Er ist nur für Sie; bitte geben Sie ihn nicht weiter.`,
    caution: ({ linkStart, supportEmail }) =>
      `Der Link in dieser E-Mail beginnt mit ${linkStart}. Wenn Sie diese E-Mail nicht erwartet haben oder der Link anders aussieht, öffnen Sie ihn nicht. Schreiben Sie stattdessen an ${supportEmail}.`,
  },
  code: {
    subject: ({ organization, code }) => `${code} ist Ihr Code für die Auszahlung von ${organization}`,
    preview: ({ organization }) => `Ihr Code für die Auszahlung von ${organization}.`,
    heading: "Ihr Code",
    enter: ({ organization, amount }) =>
      `Geben Sie diesen Code auf der Seite Ihrer Auszahlung über ${amount} von ${organization} ein:`,
    works: ({ minutes }) =>
      `Er gilt ${minutes} Minuten, nachdem Sie ihn angefordert haben. Wenn Sie mehrere angefordert haben, gilt nur der neueste.`,
    caution:
      "Geben Sie den Code nur auf der Seite Ihrer Auszahlung ein. Wir fragen nie am Telefon oder per Nachricht danach. Wenn Sie keinen Code angefordert haben, müssen Sie nichts tun: Ohne ihn kann niemand Ihren Link verwenden.",
  },
  completed: {
    subject: ({ organization, amount }) => `${organization} hat Ihnen ${amount} ausgezahlt`,
    preview: ({ organization, amount }) => `${organization} hat Ihnen ${amount} ausgezahlt.`,
    heading: "Ihr Geld ist ausgezahlt",
    paid: ({ organization, amount }) =>
      `${organization} hat ${amount} auf das Konto ausgezahlt, das Sie gewählt haben. Bei Ihrer Bank kann es etwas länger dauern, bis Sie es sehen.`,
    late: ({ supportEmail, reference }) =>
      `Wenn es nach fünf Werktagen nicht angekommen ist, oder wenn Sie kein Konto gewählt haben, schreiben Sie bitte an ${supportEmail} und nennen Sie die Referenz ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }) => `${organization} hat die Auszahlung über ${amount} storniert`,
    preview: ({ organization, amount }) => `${organization} hat die Auszahlung über ${amount} storniert.`,
    heading: "Diese Auszahlung wurde storniert",
    canceled: ({ organization, amount }) =>
      `${organization} hat die Auszahlung über ${amount} storniert, über die wir Ihnen geschrieben haben. Der Link in unserer früheren E-Mail gilt nicht mehr.`,
    mistake: ({ supportEmail, reference }) =>
      `Wenn Sie das für einen Irrtum halten, schreiben Sie bitte an ${supportEmail} und nennen Sie die Referenz ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }) => `Ihre Auszahlung über ${amount} von ${organization} ist gesperrt`,
    preview: ({ amount }) => `Der Link zu Ihrer Auszahlung über ${amount} ist gesperrt.`,
    heading: "Ihre Auszahlung ist gesperrt",
    locked: ({ organization, amount }) =>
      `Auf der Seite Ihrer Auszahlung über ${amount} von ${organization} waren zu viele Antworten falsch. Um Ihr Geld zu schützen, gilt der Link nicht mehr. An niemanden wurde gezahlt.`,
    write: ({ supportEmail, reference }) =>
      `Schreiben Sie an ${supportEmail} und nennen Sie die Referenz ${reference}. Wenn dort feststeht, dass Sie es sind, kann man Ihnen einen neuen Link senden.`,
    notYou: "Wenn Sie es nicht waren, sagen Sie es bitte: Vielleicht hat eine andere Person Ihren Link.",
  },
  undelivered: {
    subject: ({ organization, amount }) =>
      `Ihre Auszahlung über ${amount} von ${organization} konnte nicht zugestellt werden`,
    preview: ({ amount }) => `Die Auszahlung über ${amount} konnte nicht zugestellt werden.`,
    heading: "Ihr Geld konnte nicht zugestellt werden",
    undelivered: ({ organization, amount }) =>
      `${organization} hat Ihnen ${amount} gesendet, aber das Geld konnte dem Konto, das Sie gewählt haben, nicht gutgeschrieben werden. Es ist dort nicht angekommen, und Ihnen wurde nichts berechnet.`,
    account: ({ supportEmail, reference }) =>
      `Fragen Sie Ihre Bank, ob das Konto offen ist, auf Ihren Namen lautet und eine solche Zahlung annehmen kann. Schreiben Sie dann an ${supportEmail} und nennen Sie die Referenz ${reference}. Dort kann man es noch einmal versuchen oder Ihnen einen neuen Link für ein anderes Konto senden.`,
    other: ({ organization, supportEmail, reference }) =>
      `Sie müssen jetzt nichts tun. ${organization} weiß davon und kann es noch einmal versuchen oder Ihnen einen neuen Link senden. Wenn Sie Fragen haben, schreiben Sie an ${supportEmail} und nennen Sie die Referenz ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }) => `Ihre Auszahlung über ${amount} von ${organization} wird geprüft`,
    preview: ({ amount }) => `Die Auszahlung über ${amount} wird geprüft.`,
    heading: "Ihre Auszahlung wird geprüft",
    checked: ({ organization, amount }) =>
      `Die Auszahlung über ${amount}, die ${organization} Ihnen gesendet hat, konnte nicht wie erwartet abgeschlossen werden und wird nun geprüft.`,
    write: ({ supportEmail, reference }) =>
      `Schreiben Sie an ${supportEmail} und nennen Sie die Referenz ${reference}, wenn Sie Fragen haben oder das Geld angekommen ist. Dort sagt man Ihnen, wie es weitergeht.`,
  },
};
