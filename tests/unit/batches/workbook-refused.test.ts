import { describe, expect, it } from "vitest";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { SharedStrings } from "@/lib/batches/reading/xlsx/strings";
import { workbook, zipped } from "@/tests/support/workbook";
import { header, row, refusal } from "@/tests/support/judged-workbook";

describe("a workbook that cannot be used", () => {
  const good = workbook([header, row()]);
  it.each<[string, Uint8Array, string]>([
    ["is cut off", good.subarray(0, good.length - 40), "workbook_damaged"],
    ["is another zip archive", zipped({ "payouts.csv": "a,b" }), "file_is_zip"],
    [
      "is a text document",
      zipped({ "_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></R>' }),
      "file_is_zip",
    ],
    [
      "is a binary workbook",
      zipped({ "_rels/.rels": '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>' }),
      "file_is_binary_workbook",
    ],
    [
      "is not well-formed",
      workbook([header, row()], { parts: { "xl/worksheets/sheet1.xml": "<worksheet><sheetData></worksheet>" } }),
      "workbook_damaged",
    ],
    [
      "has entities of its own",
      workbook([header, row()], { parts: { "xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "b">]><sst/>' } }),
      "workbook_damaged",
    ],
    [
      "names texts that are not there",
      workbook([header, row()], { parts: { "xl/sharedStrings.xml": "<sst/>" } }),
      "workbook_damaged",
    ],
    ["has a cell beyond every sheet", workbook([header, [{ xml: '<c r="ZZZ9"><v>1</v></c>' }]]), "workbook_damaged"],
    [
      "unpacks to gigabytes of texts",
      workbook([header, row()], {
        parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(140_000_000)}</t></si></sst>` },
      }),
      "workbook_too_large",
    ],
    [
      "unpacks to a hundred megabytes of formats",
      workbook([header, row()], {
        parts: {
          "xl/styles.xml": `<styleSheet>${'<numFmt numFmtId="200" formatCode="0.00"/>'.repeat(1_000_000)}</styleSheet>`,
        },
      }),
      "workbook_too_large",
    ],
    [
      "has elements within elements without an end",
      workbook([header, row()], { parts: { "xl/worksheets/sheet1.xml": "<row>".repeat(1_000_000) } }),
      "workbook_damaged",
    ],
    [
      "names more sheets than any",
      workbook([header, row()], { parts: { "xl/workbook.xml": `<workbook>${"<sheet/>".repeat(100_000)}</workbook>` } }),
      "workbook_damaged",
    ],
    [
      "has a value far to the right",
      workbook([header, [...row(), { xml: '<c r="XFD2"><v>1</v></c>' }]]),
      "too_many_columns",
    ],
    [
      "hides one endless text",
      workbook([header, row()], {
        parts: { "xl/worksheets/sheet1.xml": `<worksheet><!--${"a".repeat(20_000_000)}--></worksheet>` },
      }),
      "workbook_damaged",
    ],
    ["has no rows", workbook([header]), "file_without_rows"],
    ["is empty", workbook([]), "file_empty"],
    ["misses a column", workbook([header.filter((name) => name !== "email"), row()]), "missing_column"],
  ])("is refused as a whole because it %s", async (_, file, code) => {
    expect(await refusal(file)).toEqual([code]);
  });

  it("is refused before it is expanded when one short row refers to a long text many times", async () => {
    const cells = Array.from({ length: 26 }, () => ({ xml: "<c><v>0</v></c>".replace("<c>", '<c t="s">') }));
    const file = workbook([cells], {
      parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(100_000)}</t></si></sst>` },
    });
    expect(await refusal(file)).toEqual(["record_too_long"]);
  });

  it("is refused before it uses too much memory when a few short rows refer to one long text", async () => {
    const rows = Array.from({ length: 100 }, () => [{ xml: '<c t="s"><v>0</v></c>' }]);
    const file = workbook(rows, {
      parts: { "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(1_000_000)}</t></si></sst>` },
    });
    expect(await refusal(file)).toEqual(["workbook_too_large"]);
  });
});

describe("the shared strings of a workbook", () => {
  it("can be a million in little more memory than their letters need, and each is found", () => {
    const strings = new SharedStrings();
    for (let index = 0; index < 1_000_000; index++) strings.add(`Þórdís ${index}`);
    for (const index of [0, 1, 499_999, 999_999]) expect(strings.at(index)).toBe(`Þórdís ${index}`);
    expect(() => strings.at(1_000_000)).toThrow(FileFault);
  });

  it("are limited even when they are all empty", () => {
    const strings = new SharedStrings();
    const fill = () => {
      for (;;) strings.add("");
    };
    expect(fill).toThrow(FileFault);
  });
});
