import { Document, isMap, isSeq, parseDocument, Scalar } from 'yaml';
import { TenantFile } from '../../access/directory/tenant-schema';
import { documentText, yamlComment } from '../../access/manifests/yaml-text';

/** The keys that a pull leaves as they are. */
const KEPT = ['namespaces', 'objects'] as const;

/** How the line begins that says when the file was read; it alone changes when nothing else has. */
const READ = 'Read on ';

/** What the head of a tenant file says. */
export interface Head {
  /** `2026-11-29`. */
  readonly date: string;

  /** `Microsoft Graph and Azure`, or the folder with answers. */
  readonly source: string;

  readonly configuration: string;

  /** What may not be read, in words. */
  readonly unread: readonly string[];
}

/** The text of a tenant file. What people have written into the earlier one under `namespaces` and `objects` stays. */
export function tenantText(tenant: Partial<TenantFile>, head: Head, earlier?: string): string {
  const document = new Document(withoutEmpty(tenant), { aliasDuplicateObjects: false });
  const kept = earlier === undefined ? undefined : parseDocument(earlier);
  for (const key of KEPT) {
    const node = kept?.get(key, true);
    if (node !== undefined && isMap(document.contents)) {
      const pair = document.createPair(key, undefined);
      (pair as { value: unknown }).value = node;
      document.contents.items.push(pair);
    }
  }
  spaceOut(document);
  return `${headText(head)}\n${documentText(document)}`;
}

/** Whether two texts say the same, whenever they were read. */
export function isSameTenant(one: string, other: string): boolean {
  const withoutDate = (text: string): string =>
    text.replace(new RegExp(`^# ${READ}\\d{4}-\\d\\d-\\d\\d`, 'm'), '');
  return withoutDate(one) === withoutDate(other);
}

function headText({ date, source, configuration, unread }: Head): string {
  const lines = [
    `Whom and what ${configuration} names, as the directory and Azure have it. Written by 'cdktf-aks-aad tenant pull'.`,
    `${READ}${date} from ${source}.`,
    ...unread.map((what) => `Not read, as the account may not: ${what}.`),
    "The next pull keeps 'deployer', 'namespaces' and 'objects', and writes everything else anew.",
  ];
  return `${yamlComment(lines.join('\n'))}\n`;
}

function withoutEmpty(tenant: Partial<TenantFile>): object {
  const isEmpty = (value: unknown): boolean =>
    Array.isArray(value) ? value.length === 0 : Object.keys(value as object).length === 0;
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(without);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, child]) => child !== undefined && (typeof child !== 'object' || !isEmpty(child)))
        .map(([key, child]) => [key, without(child)]),
    );
  };
  return without(tenant) as object;
}

/** A blank line before each list and between the entries of a list of maps. */
function spaceOut({ contents }: Document): void {
  if (!isMap(contents)) {
    return;
  }
  for (const { key, value } of contents.items) {
    if (isSeq(value)) {
      (key as Scalar).spaceBefore = true;
      value.items.filter(isMap).forEach((item, i) => (item.spaceBefore = i > 0));
    }
  }
}
