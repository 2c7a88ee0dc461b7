import type { Words } from "@/lib/recipient-words/words";
import { isolated } from "./isolated";

export const page: Words["page"] = {
  frame: {
    testTitle: "هذا اختبار، ولا يُنقل فيه أي مال.",
    testText: "يُرجى عدم إدخال بيانات حساب حقيقي.",
    footer: "تُوصِل Meridian الدفعات نيابةً عن الشركات.",
    language: "اللغة",
  },
  progress: (step, steps) => isolated`الخطوة ${step} من ${steps}`,
  tab: ({ where, organization }) => isolated`${where} · دفعتك من ${organization}`,
  card: {
    from: "من",
    for: "لصالح",
    reference: "المرجع",
    availableUntil: "متاحة حتى",
    to: "إلى",
    account: ({ method, ending }) => isolated`${method} ينتهي بـ ${ending}`,
  },
  questions: {
    title: "هل لديك أسئلة، أو هناك ما يبدو غريبًا؟",
    write: ({ organization, address, reference }) =>
      isolated`يمكنك مراسلة ${organization} على ${address} مع ذكر المرجع ${reference}.`,
    never: "لا نطلب أبدًا كلمة مرور أو رقم بطاقة أو رسومًا. هذه الصفحة لك وحدك، فيُرجى عدم مشاركة رابطها.",
  },
  welcome: {
    title: ({ organization }) => isolated`لدى ${organization} دفعة لك`,
    reassurance: "يستغرق الأمر نحو دقيقتين. ولا يُرسَل شيء قبل تأكيدك في النهاية.",
    next: "الخطوات التالية",
    showAnswer: ({ organization }) => isolated`إثبات هويتك بالرمز الذي أعطته لك ${organization}.`,
    showCode: ({ sentTo }) => isolated`إثبات هويتك برمز نرسله بالبريد الإلكتروني إلى ${sentTo}.`,
    choose: "اختيار طريقة استلام المال. يُرجى تجهيز بيانات حسابك المصرفي.",
    continue: "متابعة",
  },
  verify: {
    title: "إثبات هويتك",
    titleOfCode: "إدخال الرمز من رسالتنا",
    reassurance: "هذا يحمي مالك إذا رأى شخص آخر رابطك.",
    again:
      "نطلب ذلك مرة أخرى حفاظًا على سلامتك: مضى على آخر إثبات في هذا المتصفح أكثر من 30 دقيقة، أو أن المتصفح لا يقبل ملفات تعريف الارتباط التي تحتاج إليها هذه الصفحة. لم يُرسَل شيء بعد.",
    wrongBefore: "كانت هناك إجابة خاطئة من قبل.",
    answerLabel: ({ organization }) => isolated`رمزك من ${organization}`,
    answerHint: ({ organization }) =>
      isolated`أعطته لك ${organization}، أو هو شيء معروف لكليكما، مثل رمزك البريدي. وهو ليس في رسالتنا. لا تهم الأحرف الكبيرة ولا المسافات ولا الشرطات.`,
    answerUnknown: ({ organization, address }) =>
      isolated`هل الرمز غير معروف لك؟ يُرجى عدم التخمين: كثرة الإجابات الخاطئة تقفل الرابط. يمكنك سؤال ${organization} على ${address}.`,
    helpTitle: "يُرجى طلب المساعدة",
    help: ({ organization, address }) =>
      isolated`كانت هناك إجابات خاطئة من قبل، ولا تُقبل إجابات أخرى الآن. مالك في أمان. يمكنك سؤال ${organization} على ${address}: بإمكانهم السماح لك بالمحاولة مرة أخرى، بهذا الرابط نفسه.`,
    back: "العودة إلى دفعتك",
    ranOut: "لم يعد الرمز الأخير صالحًا.",
    weSend: ({ sentTo }) => isolated`نرسل رمزًا جديدًا من 6 أرقام إلى ${sentTo}. يُرجى إدخاله في الصفحة التالية.`,
    emailMe: "أرسلوا لي رمزًا",
    codeLabel: "رمز من 6 أرقام",
    codeHint: ({ sentTo }) => isolated`أرسلناه إلى ${sentTo}. وهو صالح لمدة 15 دقيقة.`,
    noEmail: "ألم تصل الرسالة بعد؟ قد يستغرق الأمر دقيقة، وقد تكون في مجلد الرسائل غير المرغوب فيها.",
    sendNew: "إرسال رمز جديد",
    form: { continue: "متابعة", checking: "جارٍ التحقق…", sending: "جارٍ الإرسال…" },
  },
  pay: {
    title: "ما الطريقة المناسبة لك لاستلام المال؟",
    reassurance: ({ organization }) =>
      isolated`شكرًا لك، تأكدنا من هويتك. نحفظ بياناتك مشفّرة، ولا ترى ${organization} منها سوى الخانات الأربع الأخيرة.`,
    summary: "عند الضغط على الزر",
    goes: ({ amount, organization }) => isolated`يُرسَل مبلغ ${amount} من ${organization} إلى هذا الحساب.`,
    final: "لا يمكن تغيير ذلك لاحقًا، فيُرجى مراجعة الأرقام مرة أخرى.",
    weEmail: "نرسل لك رسالة عندما يُدفع المال.",
    form: {
      ways: "طرق استلام المال",
      check: "مراجعة بياناتي",
      checking: "جارٍ التحقق…",
      isItRight: "هل هذا صحيح؟",
      confirm: "تأكيد واستلام المال",
      sending: "جارٍ الإرسال…",
      change: "تغيير بياناتي",
      moment: "لحظة من فضلك…",
    },
  },
  methods: {
    us_account: { label: "حساب مصرفي في الولايات المتحدة", meaning: "يصل المال عادةً خلال يوم أو يومَي عمل." },
    iban: { label: "حساب مصرفي برقم IBAN", meaning: "يصل المال عادةً بحلول يوم العمل التالي." },
    foreign_account: { label: "حساب مصرفي في الخارج", meaning: "يصل المال عادةً خلال يومين إلى خمسة أيام عمل." },
  },
  fields: {
    holder: { label: "الاسم على الحساب", hint: "كما هو مسجّل لدى مصرفك." },
    iban: {
      label: "رقم IBAN",
      hint: "رقم حسابك الذي يبدأ بحرفين. وهو في كشف حسابك أو في تطبيق مصرفك.",
    },
    bic: { label: "رمز BIC (SWIFT)", hint: "8 أو 11 حرفًا ورقمًا تدل على مصرفك، مثل DEUTDEFF." },
    routing_number: { label: "رقم التوجيه (routing number)", hint: "9 أرقام، وهي الأولى على الشيك." },
    account_number: { label: "رقم الحساب", hint: "من 4 أرقام إلى 17 رقمًا." },
    foreign_account_number: {
      label: "رقم الحساب أو رقم IBAN",
      hint: "كما يكتبه مصرفك للدفعات من الخارج.",
    },
  },
  unknownLink: {
    tab: "رابط غير معروف",
    title: "لا نعرف هذا الرابط",
    broken:
      "ربما ينقص جزء من الرابط. يحدث ذلك عندما ينقسم عنوان طويل على سطرين. يُرجى فتح الرابط من الرسالة مرة أخرى، أو نسخ العنوان كاملًا.",
    latest:
      "إذا كانت لديك عدة رسائل عن الدفعة، فيُرجى استخدام الأحدث. وإذا لم يعمل الرابط بعد ذلك، يمكنك مراسلة الشركة المذكورة في تلك الرسالة، فبإمكانها مساعدتك.",
  },
  unreachable: {
    title: "تعذّر الوصول إلى هذه الصفحة",
    text: "يُرجى التحقق من اتصالك، ثم إعادة تحميل الصفحة. فهي تعرض ما تمّ. ولا يُرسَل شيء مرتين.",
    reload: "إعادة تحميل الصفحة",
  },
};
