import type { Words } from "@/lib/recipient-words/words";

export const closed: Words["closed"] = {
  submitted: {
    title: "Su dinero está en camino",
    text: ({ arrives }) =>
      `Ya está todo hecho; no tiene que hacer nada más. ${arrives} Le avisamos por correo cuando esté pagado.`,
    usually: "Los bancos suelen tardar de uno a cinco días laborables.",
  },
  completed: {
    title: "Su dinero está pagado",
    text: ({ day }) =>
      `El dinero se pagó el ${day}. Su banco puede tardar un poco más en mostrarlo. No tiene que hacer nada más.`,
  },
  expired: {
    title: "Este enlace ha caducado",
    text: ({ organization, deadline }) =>
      `Se podía usar hasta el ${deadline}. Nadie más ha recibido su dinero. Por favor, pida un enlace nuevo a ${organization}.`,
  },
  canceled: {
    title: "Este pago se canceló",
    text: ({ organization, day }) =>
      `${organization} lo canceló el ${day}. No tiene que hacer nada. Si cree que es un error, por favor, pregúnteles.`,
  },
  noMethod: {
    title: ({ currency }) => `Aquí aún no podemos pagar en ${currency}`,
    text: ({ organization, deadline }) =>
      `Su pago está seguro y disponible hasta el ${deadline}. Por favor, escriba a ${organization} para que le paguen de otra forma.`,
  },
  locked: {
    title: "Este enlace está bloqueado",
    text: ({ organization }) =>
      `Hubo demasiadas respuestas incorrectas y bloqueamos el enlace para proteger su dinero. Nadie más lo ha recibido. Por favor, pregunte a ${organization}: cuando tengan la certeza de que es usted, pueden enviarle un enlace nuevo.`,
  },
  undelivered: {
    title: "No se ha podido entregar el dinero",
    account: ({ organization, supportEmail, reference }) =>
      `No llegó a la cuenta que eligió, y no se ha perdido. Pregunte a su banco si la cuenta está abierta, a su nombre, y puede recibir un pago así. Después escriba a ${supportEmail} e indique la referencia ${reference}: ${organization} puede intentarlo otra vez o enviarle un enlace nuevo para indicar otra cuenta.`,
    other: ({ organization, supportEmail, reference }) =>
      `Algo falló en el pago, y el dinero no se ha perdido. Ahora no tiene que hacer nada: ${organization} lo sabe y puede intentarlo otra vez o enviarle un enlace nuevo. Si tiene preguntas, escriba a ${supportEmail} e indique la referencia ${reference}.`,
  },
  beingChecked: {
    title: "Estamos comprobando su pago",
    text: ({ organization, supportEmail }) =>
      `No se pudo completar como se esperaba. En esta página no tiene que hacer nada: ${organization} puede decirle qué viene ahora. Si tiene preguntas o el dinero ha llegado, por favor, escriba a ${supportEmail}.`,
  },
  unfinished: {
    title: "Este pago no se pudo completar",
    text: ({ organization }) =>
      `Este enlace ya no se puede usar. Nadie más ha recibido su dinero. Por favor, pida un enlace nuevo a ${organization}.`,
  },
  replaced: {
    title: "Hay un pago más reciente",
    text: ({ organization, supportEmail }) =>
      `Este pago se sustituyó por uno nuevo. Por favor, use el enlace del último correo sobre un pago de ${organization}. Si no lo recibió, puede haber ido a otra dirección: por favor, escriba a ${supportEmail}.`,
  },
};
