import type { Words } from "@/lib/recipient-words/words";

export const page: Words["page"] = {
  frame: {
    testTitle: "Esto es una prueba. No se mueve dinero.",
    testText: "Por favor, no introduzca los datos de una cuenta real.",
    footer: "Meridian entrega pagos en nombre de empresas.",
    language: "Idioma",
  },
  progress: (step, steps) => `Paso ${step} de ${steps}`,
  tab: ({ where, organization }) => `${where} · Su pago de ${organization}`,
  card: {
    from: "De",
    for: "Para",
    reference: "Referencia",
    availableUntil: "Disponible hasta",
    to: "A",
    account: ({ method, ending }) => `${method} terminada en ${ending}`,
  },
  questions: {
    title: "¿Tiene preguntas o hay algo que le parece raro?",
    write: ({ organization, address, reference }) =>
      `Escriba a ${organization} a la dirección ${address} e indique la referencia ${reference}.`,
    never:
      "Nunca pedimos una contraseña, un número de tarjeta ni una comisión. Esta página es solo para usted; por favor, no comparta su enlace.",
  },
  welcome: {
    title: ({ organization }) => `${organization} tiene un pago para usted`,
    reassurance: "Se tarda unos dos minutos. No se envía nada antes de que usted lo confirme al final.",
    next: "Qué viene ahora",
    showAnswer: ({ organization }) => `Demostrará que es usted con el código que le dio ${organization}.`,
    showCode: ({ sentTo }) => `Demostrará que es usted con un código que enviaremos por correo a ${sentTo}.`,
    choose: "Elegirá cómo quiere cobrar. Tenga a mano los datos de su cuenta bancaria.",
    continue: "Continuar",
  },
  verify: {
    title: "Demuestre que es usted",
    titleOfCode: "Escriba el código de nuestro correo",
    reassurance: "Así su dinero está protegido si otra persona ve su enlace.",
    again:
      "Por su seguridad, se lo pedimos de nuevo: la última comprobación en este navegador tiene más de 30 minutos, o el navegador no acepta cookies, que esta página necesita. Todavía no se ha enviado nada.",
    wrongBefore: "Antes hubo una respuesta incorrecta.",
    answerLabel: ({ organization }) => `Su código de ${organization}`,
    answerHint: ({ organization }) =>
      `${organization} se lo dio, o es algo que ambos conocen, como su código postal. No está en nuestro correo. No importan las mayúsculas, los espacios ni los guiones.`,
    answerUnknown: ({ organization, address }) =>
      `¿No conoce el código? Por favor, no intente adivinarlo: demasiadas respuestas incorrectas bloquean el enlace. Escriba a ${organization} a la dirección ${address}.`,
    helpTitle: "Por favor, pida ayuda",
    help: ({ organization, address }) =>
      `Antes hubo respuestas incorrectas y ahora no se admiten más. Su dinero está seguro. Escriba a ${organization} a la dirección ${address}: pueden permitirle intentarlo otra vez, con este mismo enlace.`,
    back: "Volver a su pago",
    ranOut: "El último código ya no sirve.",
    weSend: ({ sentTo }) => `Enviamos un código nuevo de 6 cifras a ${sentTo}. Escríbalo en la página siguiente.`,
    emailMe: "Enviarme un código",
    codeLabel: "Código de 6 cifras",
    codeHint: ({ sentTo }) => `Lo enviamos a ${sentTo}. Sirve durante 15 minutos.`,
    noEmail: "¿Aún no ha llegado? Puede tardar un minuto, y puede estar en su carpeta de correo no deseado.",
    sendNew: "Enviar un código nuevo",
    form: { continue: "Continuar", checking: "Comprobando…", sending: "Enviando…" },
  },
  pay: {
    title: "¿Cómo quiere cobrar?",
    reassurance: ({ organization }) =>
      `Gracias, sabemos que es usted. Guardamos sus datos cifrados. ${organization} solo ve los últimos cuatro caracteres.`,
    summary: "Cuando pulse el botón",
    goes: ({ amount, organization }) => `Esta cuenta recibirá ${amount} de ${organization}.`,
    final: "Después no se puede cambiar; por favor, revise los números otra vez.",
    weEmail: "Le avisamos por correo cuando el dinero esté pagado.",
    form: {
      ways: "Formas de cobrar",
      check: "Revisar mis datos",
      checking: "Comprobando…",
      isItRight: "¿Es correcto?",
      confirm: "Confirmar y cobrar",
      sending: "Enviando…",
      change: "Cambiar mis datos",
      moment: "Un momento…",
    },
  },
  methods: {
    us_account: {
      label: "Cuenta bancaria de Estados Unidos",
      meaning: "Suele llegar en uno o dos días laborables.",
    },
    iban: { label: "Cuenta bancaria con IBAN", meaning: "Suele llegar, a más tardar, el siguiente día laborable." },
    foreign_account: {
      label: "Cuenta bancaria en el extranjero",
      meaning: "Suele llegar en dos a cinco días laborables.",
    },
  },
  fields: {
    holder: { label: "Titular de la cuenta", hint: "El nombre tal como lo conoce su banco." },
    iban: {
      label: "IBAN",
      hint: "Su número de cuenta, que empieza con dos letras. Está en su extracto o en la aplicación de su banco.",
    },
    bic: { label: "BIC (código SWIFT)", hint: "8 u 11 letras y cifras que identifican su banco, como DEUTDEFF." },
    routing_number: {
      label: "Número de ruta (routing number)",
      hint: "9 cifras; en un cheque son las primeras.",
    },
    account_number: { label: "Número de cuenta", hint: "De 4 a 17 cifras." },
    foreign_account_number: {
      label: "Número de cuenta o IBAN",
      hint: "Como lo escribe su banco para pagos desde el extranjero.",
    },
  },
  unknownLink: {
    tab: "Enlace desconocido",
    title: "No conocemos este enlace",
    broken:
      "Puede que falte una parte del enlace. Ocurre cuando una dirección larga se divide en dos líneas. Abra otra vez el enlace del correo o copie la dirección completa.",
    latest:
      "Si tiene varios correos sobre el pago, use el más reciente. Si sigue sin funcionar, escriba a la empresa que aparece en ese correo; le pueden ayudar.",
  },
  unreachable: {
    title: "No se ha podido abrir esta página",
    text: "Compruebe su conexión y cargue la página otra vez. Muestra lo que ya está hecho. Nada se envía dos veces.",
    reload: "Cargar la página otra vez",
  },
};
