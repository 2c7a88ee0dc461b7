import { Icon } from "@/app/_ui/icon";
import { PageHeading } from "@/app/_recipient/page-heading";
import { LanguageSwitch } from "@/app/redeem/_ui/language-switch";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { pageLanguage } from "@/app/redeem/page-language";
import { recipientWords } from "@/lib/recipient-words/table";

export default async function UnknownLink() {
  const language = await pageLanguage(null);
  const { frame, unknownLink } = recipientWords[language].page;
  return (
    <RecipientFrame words={frame} languageSwitch={<LanguageSwitch language={language} label={frame.language} />}>
      <span className="mb-4 inline-flex rounded-full bg-neutral-soft p-3 text-neutral">
        <Icon name="circle-question-mark" className="size-7" />
      </span>
      <PageHeading>{unknownLink.title}</PageHeading>
      <p className="mt-3">{unknownLink.broken}</p>
      <p className="mt-3">{unknownLink.latest}</p>
    </RecipientFrame>
  );
}
