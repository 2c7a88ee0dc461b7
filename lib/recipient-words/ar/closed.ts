import type { Words } from "@/lib/recipient-words/words";
import { isolated } from "./isolated";

export const closed: Words["closed"] = {
  submitted: {
    title: "مالك في الطريق إليك",
    text: ({ arrives }) => `تمّ كل شيء، ولا يلزمك فعل أي شيء آخر. ${arrives} نرسل لك رسالة عندما يُدفع.`,
    usually: "تستغرق المصارف عادةً من يوم إلى خمسة أيام عمل.",
  },
  completed: {
    title: "تمّ دفع مالك",
    text: ({ day }) => isolated`دُفع المال في ${day}. قد يتأخر ظهوره لدى مصرفك قليلًا. ولا يلزمك فعل أي شيء آخر.`,
  },
  expired: {
    title: "انتهت صلاحية هذا الرابط",
    text: ({ organization, deadline }) =>
      isolated`كان صالحًا حتى ${deadline}. لم يُدفع المال لأي شخص آخر. يُرجى طلب رابط جديد من ${organization}.`,
  },
  canceled: {
    title: "أُلغيت هذه الدفعة",
    text: ({ organization, day }) =>
      isolated`ألغتها ${organization} في ${day}. لا يلزمك فعل أي شيء. وإذا بدا لك ذلك خطأً، فيُرجى سؤالهم.`,
  },
  noMethod: {
    title: ({ currency }) => isolated`لا يمكننا الدفع هنا بعملة ${currency} بعد`,
    text: ({ organization, deadline }) =>
      isolated`دفعتك في أمان ومتاحة حتى ${deadline}. يُرجى مراسلة ${organization} لاستلام المال بطريقة أخرى.`,
  },
  locked: {
    title: "هذا الرابط مقفل",
    text: ({ organization }) =>
      isolated`كثرت الإجابات الخاطئة، فأقفلنا الرابط لحماية مالك. ولم يستلمه أي شخص آخر. يُرجى سؤال ${organization}: بعد التأكد من هويتك بإمكانهم إرسال رابط جديد لك.`,
  },
  undelivered: {
    title: "تعذّر توصيل المال",
    account: ({ organization, supportEmail, reference }) =>
      isolated`لم يصل المال إلى الحساب الذي اخترته، لكنه لم يضِع. يُرجى سؤال مصرفك هل الحساب مفتوح وباسمك ويقبل دفعة كهذه. ثم تُرجى مراسلة ${supportEmail} مع ذكر المرجع ${reference}: بإمكان ${organization} المحاولة مرة أخرى، أو إرسال رابط جديد لك لتحديد حساب آخر.`,
    other: ({ organization, supportEmail, reference }) =>
      isolated`حدث خطأ في الدفع، لكن المال لم يضِع. لا يلزمك فعل أي شيء الآن: ${organization} على علم بذلك، وبإمكانها المحاولة مرة أخرى أو إرسال رابط جديد لك. إذا كانت لديك أسئلة، يمكنك مراسلة ${supportEmail} مع ذكر المرجع ${reference}.`,
  },
  beingChecked: {
    title: "دفعتك قيد المراجعة",
    text: ({ organization, supportEmail }) =>
      isolated`لم تكتمل كما كان متوقعًا. لا يلزمك فعل أي شيء في هذه الصفحة: بإمكان ${organization} إخبارك بالخطوات التالية. إذا كانت لديك أسئلة، أو وصل المال، فيُرجى مراسلة ${supportEmail}.`,
  },
  unfinished: {
    title: "تعذّر إتمام هذه الدفعة",
    text: ({ organization }) =>
      isolated`لم يعد هذا الرابط صالحًا. لم يُدفع المال لأي شخص آخر. يُرجى طلب رابط جديد من ${organization}.`,
  },
  replaced: {
    title: "هناك دفعة أحدث",
    text: ({ organization, supportEmail }) =>
      isolated`حلّت دفعة جديدة محل هذه الدفعة. يُرجى استخدام الرابط في أحدث رسالة عن دفعة من ${organization}. إذا لم تصلك، فربما ذهبت إلى عنوان آخر: يُرجى مراسلة ${supportEmail}.`,
  },
};
