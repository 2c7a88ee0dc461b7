import type { Words } from "@/lib/recipient-words/words";

const noLink = "Este e-mail não contém nenhum link para clicar.";

export const emails: Words["emails"] = {
  frame: {
    hello: ({ name }) => `Olá, ${name}!`,
    genuine: "Como saber que este e-mail é verdadeiro:",
    never: "nunca pedimos a sua senha, o número do seu cartão ou uma taxa.",
    questions: ({ organization, address }) =>
      `Perguntas? Escreva para ${organization} pelo e-mail ${address}, ou simplesmente responda a este e-mail.`,
    sentBy: ({ organization, reference }) =>
      `Enviado pela Meridian em nome de ${organization}. A referência deste pagamento: ${reference}.`,
    noLink,
    nothingToDo: `${noLink} Não é preciso fazer nada.`,
    noDetails: `${noLink} Nunca envie números de conta por e-mail, nem mesmo para nós. Eles são digitados só na página do seu pagamento.`,
    whatToDo: "O que fazer:",
  },
  invitation: {
    subject: ({ organization, amount }) => `${organization} tem um pagamento para você: ${amount}`,
    again: ({ subject }) => `De novo: ${subject}`,
    reminder: ({ subject }) => `Lembrete: ${subject}`,
    heading: ({ amount }) => `${amount} para você`,
    opening: ({ organization, amount }) => `${organization} tem um pagamento de ${amount} para você.`,
    openingAgain: ({ organization, amount }) =>
      `Aqui está o seu link de novo: ${organization} tem um pagamento de ${amount} para você. É o mesmo pagamento e o mesmo link de antes.`,
    openingReminder: ({ organization, amount }) =>
      `${organization} tem um pagamento de ${amount} para você, e ele ainda não foi resgatado. É o mesmo link do nosso e-mail anterior.`,
    page: "Na página dele, você mostra que é você e escolhe como receber. Leva alguns minutos e não custa nada.",
    button: "Ver o seu pagamento",
    copy: "Se o botão não funcionar, copie este endereço no seu navegador:",
    until: ({ deadline }) => `O link funciona até ${deadline}. É só para você; por favor, não o compartilhe.`,
    caution: ({ linkStart, supportEmail }) =>
      `O link deste e-mail começa com ${linkStart}. Se você não esperava este e-mail, ou se o link for diferente, não o abra. Nesse caso, escreva para ${supportEmail}.`,
  },
  code: {
    subject: ({ organization, code }) => `${code} é o seu código para o pagamento de ${organization}`,
    preview: ({ organization }) => `O seu código para o pagamento de ${organization}.`,
    heading: "O seu código",
    enter: ({ organization, amount }) =>
      `Digite este código na página do seu pagamento de ${amount} de ${organization}:`,
    works: ({ minutes }) =>
      `Funciona por ${minutes} minutos a partir do seu pedido. Se você pediu vários, só o mais recente funciona.`,
    caution:
      "Digite o código só na página do seu pagamento. Nunca o pedimos por telefone ou por mensagem. Se você não pediu um código, não é preciso fazer nada: sem ele, ninguém pode usar o seu link.",
  },
  completed: {
    subject: ({ organization, amount }) => `${organization} pagou ${amount} a você`,
    preview: ({ organization, amount }) => `${organization} pagou ${amount} a você.`,
    heading: "O seu dinheiro foi pago",
    paid: ({ organization, amount }) =>
      `${organization} pagou ${amount} na conta que você escolheu. O seu banco pode levar um pouco mais de tempo para mostrar.`,
    late: ({ supportEmail, reference }) =>
      `Se não tiver chegado em cinco dias úteis, ou se você não escolheu uma conta, por favor, escreva para ${supportEmail} e indique a referência ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }) => `${organization} cancelou o pagamento de ${amount}`,
    preview: ({ organization, amount }) => `${organization} cancelou o pagamento de ${amount}.`,
    heading: "Este pagamento foi cancelado",
    canceled: ({ organization, amount }) =>
      `${organization} cancelou o pagamento de ${amount} sobre o qual escrevemos. O link do nosso e-mail anterior não pode mais ser usado.`,
    mistake: ({ supportEmail, reference }) =>
      `Se você acha que é um engano, por favor, escreva para ${supportEmail} e indique a referência ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }) => `O seu pagamento de ${amount} de ${organization} está bloqueado`,
    preview: ({ amount }) => `O link do seu pagamento de ${amount} está bloqueado.`,
    heading: "O seu pagamento está bloqueado",
    locked: ({ organization, amount }) =>
      `Houve respostas erradas demais na página do seu pagamento de ${amount} de ${organization}. Para proteger o seu dinheiro, o link não funciona mais. Nada foi pago a ninguém.`,
    write: ({ supportEmail, reference }) =>
      `escreva para ${supportEmail} e indique a referência ${reference}. Quando houver certeza de que é você, podem enviar um novo link.`,
    notYou: "Se não foi você, por favor, avise: outra pessoa pode ter o seu link.",
  },
  undelivered: {
    subject: ({ organization, amount }) => `Não foi possível entregar o seu pagamento de ${amount} de ${organization}`,
    preview: ({ amount }) => `Não foi possível entregar o pagamento de ${amount}.`,
    heading: "Não foi possível entregar o seu dinheiro",
    undelivered: ({ organization, amount }) =>
      `${organization} enviou ${amount} a você, mas o dinheiro não pôde ser entregue na conta que você escolheu. Ele não chegou a essa conta, e nada foi cobrado de você.`,
    account: ({ supportEmail, reference }) =>
      `pergunte ao seu banco se a conta está aberta, em seu nome, e pode receber um pagamento assim. Depois escreva para ${supportEmail} e indique a referência ${reference}. Podem tentar de novo, ou enviar um novo link para você informar outra conta.`,
    other: ({ organization, supportEmail, reference }) =>
      `agora não é preciso fazer nada. ${organization} sabe disso e pode tentar de novo ou enviar um novo link. Se tiver perguntas, escreva para ${supportEmail} e indique a referência ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }) => `O seu pagamento de ${amount} de ${organization} está em verificação`,
    preview: ({ amount }) => `O pagamento de ${amount} está em verificação.`,
    heading: "O seu pagamento está em verificação",
    checked: ({ organization, amount }) =>
      `O pagamento de ${amount} que ${organization} enviou a você não pôde ser concluído como esperado e agora está em verificação.`,
    write: ({ supportEmail, reference }) =>
      `escreva para ${supportEmail} e indique a referência ${reference}, se tiver perguntas ou se o dinheiro chegou. Podem dizer o que vem a seguir.`,
  },
};
