import type { Words } from "@/lib/recipient-words/words";

const noLink = "Este correo no contiene ningún enlace.";

export const emails: Words["emails"] = {
  frame: {
    hello: ({ name }) => `Hola, ${name}:`,
    genuine: "Cómo saber que este correo es auténtico:",
    never: "nunca le pedimos su contraseña, su número de tarjeta ni una comisión.",
    questions: ({ organization, address }) =>
      `¿Tiene preguntas? Escriba a ${organization} a la dirección ${address}, o simplemente responda a este correo.`,
    sentBy: ({ organization, reference }) =>
      `Enviado por Meridian en nombre de ${organization}. Referencia de este pago: ${reference}.`,
    noLink,
    nothingToDo: `${noLink} No tiene que hacer nada.`,
    noDetails: `${noLink} Nunca envíe números de cuenta por correo, tampoco a nosotros. Solo se escriben en la página de su pago.`,
    whatToDo: "Qué hacer:",
  },
  invitation: {
    subject: ({ organization, amount }) => `${organization} tiene un pago para usted: ${amount}`,
    again: ({ subject }) => `De nuevo: ${subject}`,
    reminder: ({ subject }) => `Recordatorio: ${subject}`,
    heading: ({ amount }) => `${amount} para usted`,
    opening: ({ organization, amount }) => `${organization} tiene un pago de ${amount} para usted.`,
    openingAgain: ({ organization, amount }) =>
      `Aquí tiene otra vez su enlace: ${organization} tiene un pago de ${amount} para usted. Es el mismo pago y el mismo enlace que antes.`,
    openingReminder: ({ organization, amount }) =>
      `${organization} tiene un pago de ${amount} para usted, y aún no lo ha cobrado. Es el mismo enlace que en nuestro correo anterior.`,
    page: "En su página demostrará que es usted y elegirá cómo cobrar. Se tarda unos minutos y no cuesta nada.",
    button: "Ver su pago",
    copy: "Si el botón no funciona, copie esta dirección en su navegador:",
    until: ({ deadline }) => `El enlace sirve hasta el ${deadline}. Es solo para usted; por favor, no lo comparta.`,
    caution: ({ linkStart, supportEmail }) =>
      `El enlace de este correo empieza con ${linkStart}. Si no esperaba este correo o el enlace es distinto, no lo abra. En ese caso, escriba a ${supportEmail}.`,
  },
  code: {
    subject: ({ organization, code }) => `${code} es su código para el pago de ${organization}`,
    preview: ({ organization }) => `Su código para el pago de ${organization}.`,
    heading: "Su código",
    enter: ({ organization, amount }) => `Escriba este código en la página de su pago de ${amount} de ${organization}:`,
    works: ({ minutes }) =>
      `Sirve durante ${minutes} minutos desde que lo pidió. Si pidió varios, solo sirve el más reciente.`,
    caution:
      "Escriba el código solo en la página de su pago. Nunca lo pedimos por teléfono ni por mensaje. Si no pidió un código, no tiene que hacer nada: sin él, nadie puede usar su enlace.",
  },
  completed: {
    subject: ({ organization, amount }) => `${organization} le ha pagado ${amount}`,
    preview: ({ organization, amount }) => `${organization} le ha pagado ${amount}.`,
    heading: "Su dinero está pagado",
    paid: ({ organization, amount }) =>
      `${organization} ha pagado ${amount} a la cuenta que eligió. Su banco puede tardar un poco más en mostrarlo.`,
    late: ({ supportEmail, reference }) =>
      `Si no ha llegado en cinco días laborables, o si usted no eligió ninguna cuenta, por favor, escriba a ${supportEmail} e indique la referencia ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }) => `${organization} canceló el pago de ${amount}`,
    preview: ({ organization, amount }) => `${organization} canceló el pago de ${amount}.`,
    heading: "Este pago se canceló",
    canceled: ({ organization, amount }) =>
      `${organization} canceló el pago de ${amount} sobre el que le escribimos. El enlace de nuestro correo anterior ya no se puede usar.`,
    mistake: ({ supportEmail, reference }) =>
      `Si cree que es un error, por favor, escriba a ${supportEmail} e indique la referencia ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }) => `Su pago de ${amount} de ${organization} está bloqueado`,
    preview: ({ amount }) => `El enlace de su pago de ${amount} está bloqueado.`,
    heading: "Su pago está bloqueado",
    locked: ({ organization, amount }) =>
      `En la página de su pago de ${amount} de ${organization} hubo demasiadas respuestas incorrectas. Para proteger su dinero, el enlace ya no funciona. No se ha pagado a nadie.`,
    write: ({ supportEmail, reference }) =>
      `escriba a ${supportEmail} e indique la referencia ${reference}. Cuando tengan la certeza de que es usted, pueden enviarle un enlace nuevo.`,
    notYou: "Si no fue usted, por favor, dígaselo: otra persona puede tener su enlace.",
  },
  undelivered: {
    subject: ({ organization, amount }) => `No se ha podido entregar su pago de ${amount} de ${organization}`,
    preview: ({ amount }) => `No se ha podido entregar el pago de ${amount}.`,
    heading: "No se ha podido entregar su dinero",
    undelivered: ({ organization, amount }) =>
      `${organization} le envió ${amount}, pero el dinero no se pudo entregar en la cuenta que eligió. No ha llegado a esa cuenta, y no se le ha cobrado nada.`,
    account: ({ supportEmail, reference }) =>
      `pregunte a su banco si la cuenta está abierta, a su nombre, y puede recibir un pago así. Después escriba a ${supportEmail} e indique la referencia ${reference}. Pueden intentarlo otra vez o enviarle un enlace nuevo para indicar otra cuenta.`,
    other: ({ organization, supportEmail, reference }) =>
      `ahora no tiene que hacer nada. ${organization} lo sabe y puede intentarlo otra vez o enviarle un enlace nuevo. Si tiene preguntas, escriba a ${supportEmail} e indique la referencia ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }) => `Su pago de ${amount} de ${organization} se está comprobando`,
    preview: ({ amount }) => `El pago de ${amount} se está comprobando.`,
    heading: "Estamos comprobando su pago",
    checked: ({ organization, amount }) =>
      `El pago de ${amount} que le envió ${organization} no se pudo completar como se esperaba y ahora se está comprobando.`,
    write: ({ supportEmail, reference }) =>
      `escriba a ${supportEmail} e indique la referencia ${reference} si tiene preguntas o el dinero ha llegado. Pueden decirle qué viene ahora.`,
  },
};
