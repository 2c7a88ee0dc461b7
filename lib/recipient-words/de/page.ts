import type { Words } from "@/lib/recipient-words/words";

export const page: Words["page"] = {
  frame: {
    testTitle: "Dies ist ein Test. Es fließt kein Geld.",
    testText: "Bitte geben Sie keine Daten eines echten Kontos ein.",
    footer: "Meridian liefert Auszahlungen im Auftrag von Unternehmen.",
    language: "Sprache",
  },
  progress: (step, steps) => `Schritt ${step} von ${steps}`,
  tab: ({ where, organization }) => `${where} · Ihre Auszahlung von ${organization}`,
  card: {
    from: "Von",
    for: "Für",
    reference: "Referenz",
    availableUntil: "Verfügbar bis",
    to: "An",
    account: ({ method, ending }) => `${method}, Ende ${ending}`,
  },
  questions: {
    title: "Haben Sie Fragen, oder kommt Ihnen etwas seltsam vor?",
    write: ({ organization, address, reference }) =>
      `Schreiben Sie ${organization} an ${address} und nennen Sie die Referenz ${reference}.`,
    never:
      "Wir fragen nie nach einem Passwort oder einer Kartennummer und verlangen nie eine Gebühr. Diese Seite ist nur für Sie; bitte geben Sie den Link nicht weiter.",
  },
  welcome: {
    title: ({ organization }) => `${organization} hat eine Auszahlung für Sie`,
    reassurance: "Es dauert etwa zwei Minuten. Nichts wird gesendet, bevor Sie am Ende bestätigen.",
    next: "So geht es weiter",
    showAnswer: ({ organization }) => `Sie zeigen, dass Sie es sind: mit dem Code, den ${organization} Ihnen gab.`,
    showCode: ({ sentTo }) => `Sie zeigen, dass Sie es sind: mit einem Code, den wir per E-Mail an ${sentTo} senden.`,
    choose: "Sie wählen, wie Sie das Geld bekommen. Bitte halten Sie Ihre Kontodaten bereit.",
    continue: "Weiter",
  },
  verify: {
    title: "Zeigen Sie, dass Sie es sind",
    titleOfCode: "Geben Sie den Code aus unserer E-Mail ein",
    reassurance: "Das schützt Ihr Geld, falls eine andere Person Ihren Link sieht.",
    again:
      "Zu Ihrer Sicherheit fragen wir noch einmal: Ihr letzter Nachweis in diesem Browser ist älter als 30 Minuten, oder der Browser nimmt keine Cookies an, die diese Seite braucht. Es wurde noch nichts gesendet.",
    wrongBefore: "Zuvor war eine Antwort falsch.",
    answerLabel: ({ organization }) => `Ihr Code von ${organization}`,
    answerHint: ({ organization }) =>
      `${organization} gab ihn Ihnen, oder es ist etwas, das Sie beide kennen, etwa Ihre Postleitzahl. Er steht nicht in unserer E-Mail. Großbuchstaben, Leerzeichen und Striche spielen keine Rolle.`,
    answerUnknown: ({ organization, address }) =>
      `Sie kennen den Code nicht? Bitte raten Sie nicht: Zu viele falsche Antworten sperren den Link. Fragen Sie ${organization} unter ${address}.`,
    helpTitle: "Bitte lassen Sie sich helfen",
    help: ({ organization, address }) =>
      `Zuvor waren Antworten falsch, und nun sind keine weiteren erlaubt. Ihr Geld ist sicher. Fragen Sie ${organization} unter ${address}: Dort kann man Ihnen weitere Versuche geben, mit demselben Link.`,
    back: "Zurück zu Ihrer Auszahlung",
    ranOut: "Der letzte Code gilt nicht mehr.",
    weSend: ({ sentTo }) =>
      `Wir senden einen neuen Code mit 6 Ziffern an ${sentTo}. Geben Sie ihn auf der nächsten Seite ein.`,
    emailMe: "Code per E-Mail senden",
    codeLabel: "Code mit 6 Ziffern",
    codeHint: ({ sentTo }) => `Wir haben ihn an ${sentTo} gesendet. Er gilt 15 Minuten.`,
    noEmail: "Noch keine E-Mail? Es kann eine Minute dauern, und sie kann in Ihrem Spam-Ordner sein.",
    sendNew: "Neuen Code senden",
    form: { continue: "Weiter", checking: "Wird geprüft …", sending: "Wird gesendet …" },
  },
  pay: {
    title: "Wie möchten Sie das Geld bekommen?",
    reassurance: ({ organization }) =>
      `Danke, wir wissen, dass Sie es sind. Wir speichern Ihre Daten verschlüsselt. ${organization} sieht nur die letzten vier Zeichen.`,
    summary: "Wenn Sie auf den Knopf drücken",
    goes: ({ amount, organization }) => `Dieses Konto erhält ${amount} von ${organization}.`,
    final: "Das lässt sich danach nicht mehr ändern; bitte prüfen Sie die Nummern noch einmal.",
    weEmail: "Wir schreiben Ihnen, wenn das Geld ausgezahlt ist.",
    form: {
      ways: "Wege, das Geld zu bekommen",
      check: "Meine Angaben prüfen",
      checking: "Wird geprüft …",
      isItRight: "Stimmt das so?",
      confirm: "Bestätigen und Geld bekommen",
      sending: "Wird gesendet …",
      change: "Meine Angaben ändern",
      moment: "Einen Moment …",
    },
  },
  methods: {
    us_account: { label: "Bankkonto in den USA", meaning: "Das Geld kommt meist in ein bis zwei Werktagen an." },
    iban: { label: "Bankkonto mit IBAN", meaning: "Das Geld kommt meist bis zum nächsten Werktag an." },
    foreign_account: { label: "Bankkonto im Ausland", meaning: "Das Geld kommt meist in zwei bis fünf Werktagen an." },
  },
  fields: {
    holder: { label: "Name auf dem Konto", hint: "So, wie Ihre Bank Sie kennt." },
    iban: {
      label: "IBAN",
      hint: "Ihre Kontonummer; sie beginnt mit zwei Buchstaben. Sie steht auf Ihrem Kontoauszug oder in Ihrer Banking-App.",
    },
    bic: {
      label: "BIC (SWIFT-Code)",
      hint: "8 oder 11 Buchstaben und Ziffern, die Ihre Bank bezeichnen, etwa DEUTDEFF.",
    },
    routing_number: {
      label: "Bankleitzahl der USA (Routing Number)",
      hint: "9 Ziffern; auf einem Scheck stehen sie zuerst.",
    },
    account_number: { label: "Kontonummer", hint: "4 bis 17 Ziffern." },
    foreign_account_number: {
      label: "Kontonummer oder IBAN",
      hint: "So, wie Ihre Bank sie für Zahlungen aus dem Ausland schreibt.",
    },
  },
  unknownLink: {
    tab: "Unbekannter Link",
    title: "Wir kennen diesen Link nicht",
    broken:
      "Vielleicht fehlt ein Teil des Links. Das geschieht, wenn eine lange Adresse auf zwei Zeilen verteilt ist. Öffnen Sie den Link aus der E-Mail noch einmal, oder kopieren Sie die ganze Adresse.",
    latest:
      "Wenn Sie mehrere E-Mails zu der Auszahlung haben, nehmen Sie die neueste. Wenn es immer noch nicht geht, schreiben Sie dem Unternehmen, das in dieser E-Mail steht; dort hilft man Ihnen.",
  },
  unreachable: {
    title: "Diese Seite war nicht erreichbar",
    text: "Bitte prüfen Sie Ihre Verbindung und laden Sie die Seite neu. Sie zeigt, was schon geschehen ist. Nichts wird doppelt gesendet.",
    reload: "Seite neu laden",
  },
};
