import { pluralsOf } from "@/lib/recipient-words/plurals";
import type { Words } from "@/lib/recipient-words/words";
import { isolated } from "./isolated";

const count = pluralsOf("ar");
const noLink = "لا تحتوي هذه الرسالة على أي رابط للضغط عليه.";

export const emails: Words["emails"] = {
  frame: {
    hello: ({ name }) => isolated`مرحبًا ${name}،`,
    genuine: "كيفية التأكد من أن هذه الرسالة حقيقية:",
    never: "لا نطلب أبدًا كلمة مرورك أو رقم بطاقتك أو رسومًا.",
    questions: ({ organization, address }) =>
      isolated`لديك أسئلة؟ يمكنك مراسلة ${organization} على ${address}، أو الرد على هذه الرسالة مباشرةً.`,
    sentBy: ({ organization, reference }) =>
      isolated`أرسلتها Meridian نيابةً عن ${organization}. مرجعهم لهذه الدفعة: ${reference}.`,
    noLink,
    nothingToDo: `${noLink} ولا يلزمك فعل أي شيء.`,
    noDetails: `${noLink} يُرجى عدم إرسال أرقام الحسابات بالبريد الإلكتروني أبدًا، حتى إلينا. فهي تُكتب في صفحة دفعتك فقط.`,
    whatToDo: "ما العمل:",
  },
  invitation: {
    subject: ({ organization, amount }) => isolated`لدى ${organization} دفعة لك: ${amount}`,
    again: ({ subject }) => `مرة أخرى: ${subject}`,
    reminder: ({ subject }) => `تذكير: ${subject}`,
    heading: ({ amount }) => isolated`${amount} لك`,
    opening: ({ organization, amount }) => isolated`لدى ${organization} دفعة لك بقيمة ${amount}.`,
    openingAgain: ({ organization, amount }) =>
      isolated`إليك رابطك مرة أخرى: لدى ${organization} دفعة لك بقيمة ${amount}. هي الدفعة نفسها والرابط نفسه كما في السابق.`,
    openingReminder: ({ organization, amount }) =>
      isolated`لدى ${organization} دفعة لك بقيمة ${amount} لم تُستلم بعد. وهو الرابط نفسه كما في رسالتنا السابقة.`,
    page: "في صفحتها يمكنك إثبات هويتك واختيار طريقة استلام المال. يستغرق ذلك بضع دقائق ولا يكلّف شيئًا.",
    button: "عرض دفعتك",
    copy: "إذا لم يعمل الزر، فيُرجى نسخ هذا العنوان إلى متصفحك:",
    until: ({ deadline }) => isolated`الرابط صالح حتى ${deadline}. وهو لك وحدك، فيُرجى عدم مشاركته.`,
    caution: ({ linkStart, supportEmail }) =>
      isolated`يبدأ الرابط في هذه الرسالة بـ ${linkStart}. إذا كانت هذه الرسالة غير متوقعة، أو بدا الرابط مختلفًا، فيُرجى عدم فتحه، ومراسلة ${supportEmail} بدلًا من ذلك.`,
  },
  code: {
    subject: ({ organization, code }) => isolated`${code} هو رمزك للدفعة من ${organization}`,
    preview: ({ organization }) => isolated`رمزك للدفعة من ${organization}.`,
    heading: "رمزك",
    enter: ({ organization, amount }) =>
      isolated`يُرجى إدخال هذا الرمز في صفحة دفعتك بقيمة ${amount} من ${organization}:`,
    works: ({ minutes }) =>
      `هو صالح لمدة ${count(minutes, { one: "دقيقة واحدة", two: "دقيقتين", few: "# دقائق", other: "# دقيقة" })} من وقت طلبه. وإذا طُلبت عدة رموز، فالأحدث وحده صالح.`,
    caution:
      "يُرجى إدخال الرمز في صفحة دفعتك فقط. لا نطلبه أبدًا بالهاتف أو برسالة. وإذا لم يكن طلب الرمز منك، فلا يلزمك فعل أي شيء: لا يمكن لأحد استخدام رابطك بدونه.",
  },
  completed: {
    subject: ({ organization, amount }) => isolated`دفعت لك ${organization} مبلغ ${amount}`,
    preview: ({ organization, amount }) => isolated`دفعت لك ${organization} مبلغ ${amount}.`,
    heading: "تمّ دفع مالك",
    paid: ({ organization, amount }) =>
      isolated`دفعت ${organization} مبلغ ${amount} إلى الحساب الذي اخترته. قد يتأخر ظهوره لدى مصرفك قليلًا.`,
    late: ({ supportEmail, reference }) =>
      isolated`إذا لم يصل خلال خمسة أيام عمل، أو لم يكن اختيار الحساب منك، فيُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}.`,
  },
  canceled: {
    subject: ({ organization, amount }) => isolated`ألغت ${organization} الدفعة بقيمة ${amount}`,
    preview: ({ organization, amount }) => isolated`ألغت ${organization} الدفعة بقيمة ${amount}.`,
    heading: "أُلغيت هذه الدفعة",
    canceled: ({ organization, amount }) =>
      isolated`ألغت ${organization} الدفعة بقيمة ${amount} التي راسلناك بشأنها. ولم يعد الرابط في رسالتنا السابقة صالحًا.`,
    mistake: ({ supportEmail, reference }) =>
      isolated`إذا بدا لك ذلك خطأً، فيُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}.`,
  },
  locked: {
    subject: ({ organization, amount }) => isolated`دفعتك بقيمة ${amount} من ${organization} مقفلة`,
    preview: ({ amount }) => isolated`رابط دفعتك بقيمة ${amount} مقفل.`,
    heading: "دفعتك مقفلة",
    locked: ({ organization, amount }) =>
      isolated`كثرت الإجابات الخاطئة في صفحة دفعتك بقيمة ${amount} من ${organization}. ولحماية مالك لم يعد رابطها صالحًا. ولم يُدفع المال لأحد.`,
    write: ({ supportEmail, reference }) =>
      isolated`يُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}. بعد التأكد من هويتك بإمكانهم إرسال رابط جديد لك.`,
    notYou: "إذا لم يكن ذلك منك، فيُرجى إخبارهم: ربما لدى شخص آخر رابطك.",
  },
  undelivered: {
    subject: ({ organization, amount }) => isolated`تعذّر توصيل دفعتك بقيمة ${amount} من ${organization}`,
    preview: ({ amount }) => isolated`تعذّر توصيل الدفعة بقيمة ${amount}.`,
    heading: "تعذّر توصيل مالك",
    undelivered: ({ organization, amount }) =>
      isolated`أرسلت لك ${organization} مبلغ ${amount}، لكن تعذّر توصيل المال إلى الحساب الذي اخترته. لم يصل إلى ذلك الحساب، ولم يُخصم منك شيء.`,
    account: ({ supportEmail, reference }) =>
      isolated`يُرجى سؤال مصرفك هل الحساب مفتوح وباسمك ويقبل دفعة كهذه. ثم تُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}. بإمكانهم المحاولة مرة أخرى، أو إرسال رابط جديد لك لتحديد حساب آخر.`,
    other: ({ organization, supportEmail, reference }) =>
      isolated`لا يلزمك فعل أي شيء الآن. ${organization} على علم بذلك، وبإمكانها المحاولة مرة أخرى أو إرسال رابط جديد لك. إذا كانت لديك أسئلة، يمكنك مراسلة ${supportEmail} مع ذكر المرجع ${reference}.`,
  },
  beingChecked: {
    subject: ({ organization, amount }) => isolated`دفعتك بقيمة ${amount} من ${organization} قيد المراجعة`,
    preview: ({ amount }) => isolated`الدفعة بقيمة ${amount} قيد المراجعة.`,
    heading: "دفعتك قيد المراجعة",
    checked: ({ organization, amount }) =>
      isolated`الدفعة بقيمة ${amount} التي أرسلتها لك ${organization} لم تكتمل كما كان متوقعًا، وهي قيد المراجعة الآن.`,
    write: ({ supportEmail, reference }) =>
      isolated`يُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}، إذا كانت لديك أسئلة أو وصل المال. بإمكانهم إخبارك بالخطوات التالية.`,
  },
};
