import type { Words } from "@/lib/recipient-words/words";

export const page: Words["page"] = {
  frame: {
    testTitle: "Isto é um teste. Nenhum dinheiro é movimentado.",
    testText: "Por favor, não informe os dados de uma conta real.",
    footer: "A Meridian entrega pagamentos em nome de empresas.",
    language: "Idioma",
  },
  progress: (step, steps) => `Passo ${step} de ${steps}`,
  tab: ({ where, organization }) => `${where} · O seu pagamento de ${organization}`,
  card: {
    from: "De",
    for: "Para",
    reference: "Referência",
    availableUntil: "Disponível até",
    to: "Destino",
    account: ({ method, ending }) => `${method} com final ${ending}`,
  },
  questions: {
    title: "Tem perguntas, ou algo parece estranho?",
    write: ({ organization, address, reference }) =>
      `Escreva para ${organization} pelo e-mail ${address} e indique a referência ${reference}.`,
    never:
      "Nunca pedimos senha, número de cartão ou taxa. Esta página é só para você; por favor, não compartilhe o link.",
  },
  welcome: {
    title: ({ organization }) => `${organization} tem um pagamento para você`,
    reassurance: "Leva cerca de dois minutos. Nada é enviado antes da sua confirmação no final.",
    next: "O que vem a seguir",
    showAnswer: ({ organization }) => `Você mostra que é você, com o código que recebeu de ${organization}.`,
    showCode: ({ sentTo }) => `Você mostra que é você, com um código que enviamos por e-mail para ${sentTo}.`,
    choose: "Você escolhe como receber. Por favor, tenha à mão os dados da sua conta bancária.",
    continue: "Continuar",
  },
  verify: {
    title: "Mostre que é você",
    titleOfCode: "Digite o código do nosso e-mail",
    reassurance: "Isso protege o seu dinheiro se outra pessoa vir o seu link.",
    again:
      "Para a sua segurança, perguntamos de novo: a última confirmação neste navegador tem mais de 30 minutos, ou o navegador não aceita cookies, de que esta página precisa. Nada foi enviado ainda.",
    wrongBefore: "Uma resposta anterior estava errada.",
    answerLabel: ({ organization }) => `O seu código de ${organization}`,
    answerHint: ({ organization }) =>
      `Você o recebeu de ${organization}, ou é algo que ambos conhecem, como o seu código postal. Ele não está no nosso e-mail. Maiúsculas, espaços e hifens não importam.`,
    answerUnknown: ({ organization, address }) =>
      `Não sabe o código? Por favor, não tente adivinhar: respostas erradas demais bloqueiam o link. Pergunte a ${organization} pelo e-mail ${address}.`,
    helpTitle: "Por favor, peça ajuda",
    help: ({ organization, address }) =>
      `Respostas anteriores estavam erradas, e agora não são aceitas outras. O seu dinheiro está seguro. Pergunte a ${organization} pelo e-mail ${address}: lá podem permitir que você tente de novo, com este mesmo link.`,
    back: "Voltar ao seu pagamento",
    ranOut: "O último código não funciona mais.",
    weSend: ({ sentTo }) => `Enviamos um novo código de 6 dígitos para ${sentTo}. Digite-o na próxima página.`,
    emailMe: "Enviar um código por e-mail",
    codeLabel: "Código de 6 dígitos",
    codeHint: ({ sentTo }) => `Enviamos para ${sentTo}. Funciona por 15 minutos.`,
    noEmail: "Ainda sem e-mail? Pode levar um minuto, e ele pode estar na sua pasta de spam.",
    sendNew: "Enviar um novo código",
    form: { continue: "Continuar", checking: "Verificando…", sending: "Enviando…" },
  },
  pay: {
    title: "Como você quer receber?",
    reassurance: ({ organization }) =>
      `Agradecemos, sabemos que é você. Guardamos os seus dados cifrados. ${organization} vê só os últimos quatro caracteres.`,
    summary: "Quando você apertar o botão",
    goes: ({ amount, organization }) => `Esta conta receberá ${amount} de ${organization}.`,
    final: "Depois não é possível mudar; por favor, confira os números mais uma vez.",
    weEmail: "Enviamos um e-mail quando o dinheiro for pago.",
    form: {
      ways: "Formas de receber",
      check: "Conferir os meus dados",
      checking: "Verificando…",
      isItRight: "Está certo?",
      confirm: "Confirmar e receber",
      sending: "Enviando…",
      change: "Mudar os meus dados",
      moment: "Um momento…",
    },
  },
  methods: {
    us_account: {
      label: "Conta bancária nos Estados Unidos",
      meaning: "Costuma chegar em um ou dois dias úteis.",
    },
    iban: { label: "Conta bancária com IBAN", meaning: "Costuma chegar até o próximo dia útil." },
    foreign_account: { label: "Conta bancária no exterior", meaning: "Costuma chegar em dois a cinco dias úteis." },
  },
  fields: {
    holder: { label: "Nome do titular da conta", hint: "Como o seu banco o registra." },
    iban: {
      label: "IBAN",
      hint: "O número da sua conta, que começa com duas letras. Está no seu extrato ou no aplicativo do seu banco.",
    },
    bic: { label: "BIC (código SWIFT)", hint: "8 ou 11 letras e dígitos que indicam o seu banco, como DEUTDEFF." },
    routing_number: {
      label: "Número de roteamento (routing number)",
      hint: "9 dígitos; em um cheque, são os primeiros.",
    },
    account_number: { label: "Número da conta", hint: "De 4 a 17 dígitos." },
    foreign_account_number: {
      label: "Número da conta ou IBAN",
      hint: "Como o seu banco o escreve para pagamentos do exterior.",
    },
  },
  unknownLink: {
    tab: "Link desconhecido",
    title: "Não conhecemos este link",
    broken:
      "Pode faltar uma parte do link. Isso acontece quando um endereço longo se divide em duas linhas. Abra de novo o link do e-mail, ou copie o endereço completo.",
    latest:
      "Se você tem vários e-mails sobre o pagamento, use o mais recente. Se ainda não funcionar, escreva para a empresa indicada nesse e-mail; lá podem ajudar.",
  },
  unreachable: {
    title: "Não foi possível abrir esta página",
    text: "Verifique a sua conexão e carregue a página de novo. Ela mostra o que já foi feito. Nada é enviado duas vezes.",
    reload: "Carregar a página de novo",
  },
};
