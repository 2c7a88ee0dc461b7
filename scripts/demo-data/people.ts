import type { Random } from "./random";

/**
 * Names as their owners write them, each with the Latin letters its email address is made of (`native:latin`; where
 * nothing follows, the address is the name without its accents).
 */
type NamePool = { weight: number; given: string; family: string; familyFirst?: true; joined?: true };

const namePools: readonly NamePool[] = [
  {
    weight: 34,
    given:
      "Olivia Marcus Denise Terrence Hannah Luis Priscilla Gordon Aaliyah Walter Megan Desmond Ruth Calvin Joanna Tyrell Bethany Harold Simone Everett Kayla Vernon Ingrid Malcolm Tessa",
    family:
      "Whitaker Okonkwo Delgado Prescott Lindqvist Abernathy Carmichael Vasquez Thornton Mbeki Hargrove Sinclair Beaumont O'Rourke D'Angelo McAllister Ellsworth Pemberton Kowalczyk Fitzgerald Osei Ramsey",
  },
  {
    weight: 6,
    given: "Mary-Kate Jean-Baptiste Anne-Sophie Juan-Carlos Hans-Jürgen",
    family:
      "Featherstonehaugh-Cholmondeley Wolfeschlegelsteinhausen Leutheusser-Schnarrenberger García-Márquez Montgomery-Cavendish",
  },
  {
    weight: 9,
    given: "José María Íñigo Begoña João Conceição Raúl Inês Ramón Núria",
    family: "Muñoz Peña Ibáñez Gonçalves Magalhães Güell Ordóñez Simões Álvarez Brandão",
  },
  {
    weight: 8,
    given: "Zoë Françoise Jürgen Søren Åsa Þórdís Łukasz Jiří Ştefan Çağla Márton Élodie",
    family:
      "Müller Lefèvre Østergaard Sjöström Guðmundsdóttir:gudmundsdottir Wiśniewska Dvořáková Ionescu Yılmaz:yilmaz Kovács Bjørnstad Đorđević",
  },
  {
    weight: 7,
    familyFirst: true,
    joined: true,
    given: "秀英:xiuying 建国:jianguo 雨桐:yutong 志明:zhiming 欣怡:xinyi 子轩:zixuan",
    family: "王:wang 李:li 欧阳:ouyang 陳:chen 刘:liu 諸葛:zhuge",
  },
  {
    weight: 5,
    familyFirst: true,
    given: "さくら:sakura 健太郎:kentaro 美咲:misaki 大輔:daisuke 結衣:yui",
    family: "佐藤:sato 長谷川:hasegawa 髙橋:takahashi 渡邉:watanabe 山口:yamaguchi",
  },
  {
    weight: 5,
    familyFirst: true,
    joined: true,
    given: "민준:minjun 서연:seoyeon 지훈:jihun 하은:haeun 예진:yejin",
    family: "김:kim 박:park 황보:hwangbo 최:choi 정:jeong",
  },
  {
    weight: 5,
    given: "فاطمة:fatima محمد:mohammed ليلى:layla عبدالرحمن:abdulrahman نور:nour",
    family: "الحسيني:alhusseini حداد:haddad الخطيب:alkhatib منصور:mansour القحطاني:alqahtani",
  },
  {
    weight: 3,
    given: "נועה:noa יונתן:yonatan שרה:sara אברהם:avraham",
    family: "כהן:cohen פרידמן:friedman בן־דוד:bendavid מזרחי:mizrahi",
  },
  {
    weight: 4,
    given: "Ελένη:eleni Γιώργος:giorgos Αικατερίνη:aikaterini Νίκος:nikos",
    family: "Παπαδοπούλου:papadopoulou Οικονόμου:oikonomou Βλάχος:vlachos Καραγιάννης:karagiannis",
  },
  {
    weight: 5,
    given: "Екатерина:ekaterina Дмитро:dmytro Светлана:svetlana Олександр:oleksandr Љиљана:ljiljana",
    family: "Кузнецова:kuznetsova Шевченко:shevchenko Ковальчук:kovalchuk Щербаков:shcherbakov Петровић:petrovic",
  },
  {
    weight: 4,
    given: "प्रिया:priya अर्जुन:arjun लक्ष्मी:lakshmi विक्रम:vikram",
    family: "शर्मा:sharma श्रीवास्तव:srivastava पटेल:patel चतुर्वेदी:chaturvedi",
  },
  {
    weight: 3,
    given: "สมชาย:somchai กัญญา:kanya ณัฐวุฒิ:nattawut",
    family: "ศรีสุวรรณ:srisuwan วงศ์ใหญ่:wongyai จันทร์เพ็ญ:chanphen",
  },
  {
    weight: 4,
    familyFirst: true,
    given: "Thị:thi.Hồng:hong Văn:van.Dũng:dung Quỳnh:quynh.Anh:anh Minh:minh.Đức:duc",
    family: "Nguyễn:nguyen Trần:tran Đặng:dang Phạm:pham",
  },
];

/** Letters that are not an English one with a mark. */
const unaccented: Record<string, string> = { ø: "o", đ: "d", ł: "l", þ: "th", ð: "d", ı: "i", ß: "ss", æ: "ae" };

/** A word of a name, and the letters it takes in an email address. */
type Word = { native: string; latin: string };
type Pool = Pick<NamePool, "familyFirst" | "joined"> & { given: Word[]; family: Word[] };

const pools = namePools.map(
  ({ weight, given, family, ...order }) =>
    [{ ...order, given: words(given), family: words(family) }, weight] as const satisfies [Pool, number],
);

// Names reserved for examples: no mail sent by mistake can reach anybody.
const mailHosts = [
  ["example.com", 5],
  ["example.org", 3],
  ["example.net", 3],
  ["mail.example.com", 2],
  ["inbox.example.org", 1],
] as const;

/** A recipient: a name in the script of its language and an email address that fits it. */
export function person(random: Random): { name: string; email: string } {
  const pool: Pool = random.weighted(pools);
  const given = random.pick(pool.given);
  const family = random.pick(pool.family);
  const order = pool.familyFirst ? [family, given] : [given, family];
  const mailbox = random.weighted([
    [`${given.latin}.${family.latin}`, 5],
    [`${given.latin.slice(0, 1)}.${family.latin}${random.int(1, 99)}`, 3],
    [`${family.latin}.${given.latin}${random.int(1950, 2006)}`, 2],
  ]);
  return {
    name: order.map((word) => word.native).join(pool.joined ? "" : " "),
    email: `${mailbox}@${random.weighted(mailHosts)}`,
  };
}

/** "Thị:thi.Hồng:hong" is one given name of two words. */
function words(list: string): Word[] {
  return list.split(" ").map((entry) => {
    const parts = entry.split(".").map((part) => part.split(":"));
    return {
      native: parts.map(([native = ""]) => native).join(" "),
      latin: parts.map(([native = "", latin]) => latin ?? withoutAccents(native)).join(""),
    };
  });
}

function withoutAccents(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z]/g, (letter) => unaccented[letter] ?? "");
}
