import type { Words } from "@/lib/recipient-words/words";

export const closed: Words["closed"] = {
  submitted: {
    title: "O seu dinheiro está a caminho",
    text: ({ arrives }) =>
      `Está tudo feito; não é preciso fazer mais nada. ${arrives} Enviamos um e-mail quando for pago.`,
    usually: "Os bancos costumam levar de um a cinco dias úteis.",
  },
  completed: {
    title: "O seu dinheiro foi pago",
    text: ({ day }) =>
      `O dinheiro foi pago em ${day}. O seu banco pode levar um pouco mais de tempo para mostrar. Não é preciso fazer mais nada.`,
  },
  expired: {
    title: "Este link expirou",
    text: ({ organization, deadline }) =>
      `Podia ser usado até ${deadline}. Ninguém mais recebeu o seu dinheiro. Por favor, peça um novo link a ${organization}.`,
  },
  canceled: {
    title: "Este pagamento foi cancelado",
    text: ({ organization, day }) =>
      `Foi cancelado por ${organization} em ${day}. Não é preciso fazer nada. Se você acha que é um engano, por favor, pergunte lá.`,
  },
  noMethod: {
    title: ({ currency }) => `Ainda não podemos pagar em ${currency} aqui`,
    text: ({ organization, deadline }) =>
      `O seu pagamento está seguro e disponível até ${deadline}. Por favor, escreva para ${organization} para receber de outra forma.`,
  },
  locked: {
    title: "Este link está bloqueado",
    text: ({ organization }) =>
      `Houve respostas erradas demais, por isso bloqueamos o link para proteger o seu dinheiro. Ninguém mais o recebeu. Por favor, pergunte a ${organization}: quando houver certeza de que é você, podem enviar um novo link.`,
  },
  undelivered: {
    title: "Não foi possível entregar o dinheiro",
    account: ({ organization, supportEmail, reference }) =>
      `Ele não chegou à conta que você escolheu, e não se perdeu. Pergunte ao seu banco se a conta está aberta, em seu nome, e pode receber um pagamento assim. Depois escreva para ${supportEmail} e indique a referência ${reference}: ${organization} pode tentar de novo, ou enviar um novo link para você informar outra conta.`,
    other: ({ organization, supportEmail, reference }) =>
      `Algo deu errado no pagamento, e o dinheiro não se perdeu. Agora não é preciso fazer nada: ${organization} sabe disso e pode tentar de novo ou enviar um novo link. Se tiver perguntas, escreva para ${supportEmail} e indique a referência ${reference}.`,
  },
  beingChecked: {
    title: "O seu pagamento está em verificação",
    text: ({ organization, supportEmail }) =>
      `Ele não pôde ser concluído como esperado. Nesta página não é preciso fazer nada: ${organization} pode dizer o que vem a seguir. Se tiver perguntas, ou se o dinheiro chegou, por favor, escreva para ${supportEmail}.`,
  },
  unfinished: {
    title: "Este pagamento não pôde ser concluído",
    text: ({ organization }) =>
      `Este link não pode mais ser usado. Ninguém mais recebeu o seu dinheiro. Por favor, peça um novo link a ${organization}.`,
  },
  replaced: {
    title: "Há um pagamento mais recente",
    text: ({ organization, supportEmail }) =>
      `Este pagamento foi substituído por um novo. Por favor, use o link do e-mail mais recente sobre um pagamento de ${organization}. Se não o recebeu, pode ter ido para outro endereço: por favor, escreva para ${supportEmail}.`,
  },
};
