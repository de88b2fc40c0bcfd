import { z } from 'zod';
import { IGNORED_KEY, IGNORED_KEY_RULE } from '../../../lib/shared/ignored-key-pattern';
import { conditionProblem } from '../../../lib/shared/condition-text';
import { GROUP_NAME, LOCATION, SCOPE_NAME } from '../../../lib/shared/azure-limits';
import { LABEL_VALUE, METADATA_KEY, OBJECT_NAME } from '../../../lib/shared/kubernetes-names';
import { KUBERNETES_VERSION } from '../../../lib/shared/kubernetes-version';
import { systemGroupProblem } from '../../../lib/shared/system-groups';
import { shellOption } from '../../../lib/shared/shell';
import { isGuestName, MEMBER_NAME } from '../../../lib/shared/user-principal-name';

/**
 * The fields of aks.yaml that have a form: UUIDs, names, addresses.
 *
 * The message of each is the rule alone; the place and the value received are added where problems are reported.
 * Patterns carry no flags, because JSON Schema has none.
 */

export const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

const UUID_FORM = 'a UUID of the form 00000000-0000-0000-0000-000000000000';
const DNS_LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** What is wrong with one particular value, where the general rule would not say enough. */
type Hint = (value: string) => string | undefined;

/** A string of a given form. */
export function text(pattern: RegExp, rule: string, hint?: Hint): z.ZodString {
  return z.string().regex(pattern, { error: (issue) => hint?.(issue.input as string) ?? rule });
}

/** Any string with something in it. */
export function label(): z.ZodString {
  return text(/\S/, 'use a text that is not blank');
}

/** Condition of a role assignment, whatever it means. */
export function condition(): z.ZodString {
  return z.string().superRefine((value, context) => {
    const problem = conditionProblem(value);
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: problem });
    }
  });
}

/** A key of a label or annotation, or how keys begin and a `*`. */
export function ignoredKey(): z.ZodString {
  return text(IGNORED_KEY, IGNORED_KEY_RULE);
}

/** Display name of an object in Azure AD. */
export function displayName(): z.ZodString {
  return text(/^(?=.*\S).{1,120}$/, 'use 1 to 120 characters');
}

/** Display name of a group in Azure AD, which may be longer than that of an application. */
export function groupName(): z.ZodString {
  return text(GROUP_NAME, 'use 1 to 256 characters');
}

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): z.ZodInt {
  const rule = `use a whole number from ${min} to ${max}`;
  const error = (issue: { input?: unknown }): string =>
    typeof issue.input === 'string' ? `${rule}, without quotes` : rule;
  return z.int({ error }).min(min, { error: rule }).max(max, { error: rule });
}

/** A list in which nothing occurs twice. */
export function list<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z
    .array(item)
    .superRefine((values, context) => reportDuplicates(values, context), {
      // Duplicates are reported also when another entry of the list is wrong.
      when: ({ value }) => Array.isArray(value),
    })
    .meta({ uniqueItems: true });
}

function reportDuplicates(values: unknown[], context: z.RefinementCtx): void {
  const seen = new Map<unknown, number>();
  values.forEach((value, index) => {
    const key = typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : value;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, index);
    } else if (typeof value === 'string') {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `'${value}' is listed twice: remove this entry or entry [${first}]`,
      });
    }
  });
}

/** A UUID; `kind` says whose, such as 'the object ID of a group'. */
export function uuid(kind: string, hint?: Hint): z.ZodString {
  return text(UUID, `use ${kind}, ${UUID_FORM}`, (value) => uuidInPath(value) ?? hint?.(value));
}

/** The azuread provider's `id` of a directory object is a path; the bare UUID is what Azure and Kubernetes want. */
function uuidInPath(value: string): string | undefined {
  const last = value.split('/').pop() ?? '';
  return value.startsWith('/') && UUID.test(last) ? `use '${last}', without the path` : undefined;
}

export function groupObjectId(): z.ZodString {
  return uuid(
    'the object ID of a group',
    (value) =>
      `AKS does not match groups by name: use the object ID (az ad group show ${shellOption('--group', value)} --query id --output tsv)`,
  );
}

/** A group or service principal by display name, which the directory is asked for, or by object ID. */
export function nameOrObjectId(kind: string): z.ZodString {
  return text(
    /^(?!\/)(?!system:)(?=.*\S).{1,256}$/,
    `use the display name or the object ID of ${kind}`,
    (value) =>
      uuidInPath(value) ??
      (value.startsWith('system:')
        ? "this is a group of Kubernetes itself, which is for entries of 'access' alone: list it under 'unsafeSystemGroups' there if you mean that"
        : undefined),
  );
}

/** A guest by mail address or user principal name, which the directory is asked for, or by object ID. */
export function guest(): z.ZodString {
  return text(
    new RegExp(`${UUID.source}|^[^\\s@/]+@[^\\s@/]+\\.[^\\s@/]+$`),
    'use the mail address that was invited, such as carol@fabrikam.com, or the object ID of the guest',
    uuidInPath,
  );
}

/** A group that Kubernetes itself puts accounts in. */
export function systemGroup(): z.ZodString {
  return text(/^system:[^/]+$/, "use a name that begins with 'system:'").superRefine((name, context) => {
    const problem = systemGroupProblem(
      name,
      (namespace, account) => `list '${namespace}/${account}' under 'serviceAccounts'`,
    );
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: `'${name}' is not valid: ${problem}` });
    }
  });
}

/** Environment of a configuration, part of the IDs of stacks. */
export function environment(): z.ZodString {
  return text(
    /^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/,
    'use 1 to 32 lowercase letters, digits and hyphens, such as production',
  );
}

/** Word for one of several clusters, part of the IDs of stacks. */
export function clusterKey(): z.ZodString {
  return text(
    /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/,
    'use 1 to 40 lowercase letters, digits and hyphens, such as weu',
  );
}

/** Domain of user principal names. */
export function domain(): z.ZodString {
  return text(/^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/, 'use a domain, such as contoso.com');
}

export function principalObjectId(): z.ZodString {
  return uuid('the object ID of a user or service principal');
}

export function userPrincipalName(): z.ZodString {
  return text(
    MEMBER_NAME,
    'use the user principal name of a member of the tenant, such as alice@contoso.com',
    (value) => {
      if (UUID.test(value)) {
        return "this is an object ID: list it under 'guests', 'groups' or 'servicePrincipals'";
      }
      if (isGuestName(value)) {
        return "this is a guest: list it under 'guests'";
      }
      return undefined;
    },
  );
}

export function serviceAccount(): z.ZodString {
  return text(
    new RegExp(`^${DNS_LABEL}/${OBJECT_NAME.source.slice(1)}`),
    'use <namespace>/<name>, such as shop/deployer',
    (value) => {
      const parts = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(value);
      return parts ? `use '${parts[1]}/${parts[2]}'` : undefined;
    },
  );
}

export function namespaceName(): z.ZodString {
  return text(
    new RegExp(`^${DNS_LABEL}$`),
    'use 1 to 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit',
  );
}

/** Keys of labels and annotations. */
export function metadataKey(): z.ZodString {
  return text(
    METADATA_KEY,
    'use 1 to 63 letters, digits, hyphens, underscores and periods, behind a DNS name and a slash if at all',
  );
}

export function labelValue(): z.ZodString {
  return text(
    LABEL_VALUE,
    'use up to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends',
  );
}

/** Names of roles and bindings: anything that can stand in a URL path, case kept. */
export function rbacName(): z.ZodString {
  return text(
    /^(?!\.{1,2}$)[^/%]+$/,
    "use at least one character, neither '/' nor '%', and neither '.' nor '..' alone",
  );
}

/** A cluster role that takes rules over by the label `rbac.authorization.k8s.io/aggregate-to-<name>`. */
export function aggregatingRole(): z.ZodString {
  return text(
    /^[-A-Za-z0-9_.]{0,49}[A-Za-z0-9]$/,
    'use the name of a cluster role that can be part of a label: 1 to 50 letters, digits, hyphens, underscores and periods',
  );
}

export function resourceGroupName(): z.ZodString {
  return text(
    /^[-\w.()]{0,89}[-\w()]$/,
    'use 1 to 90 letters, digits, hyphens, underscores, periods and parentheses, not ending with a period',
  );
}

export function clusterName(): z.ZodString {
  return text(
    /^[a-zA-Z0-9]([-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
    'use 1 to 63 letters, digits, hyphens and underscores, starting and ending with a letter or digit',
  );
}

export function dnsPrefix(): z.ZodString {
  return text(
    /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/,
    'use 1 to 54 letters, digits and hyphens, starting and ending with a letter or digit',
  );
}

export function location(): z.ZodString {
  return text(LOCATION, 'use an Azure region, such as eastus (az account list-locations)');
}

export function kubernetesVersion(): z.ZodString {
  return text(KUBERNETES_VERSION, 'use a minor or patch version, such as "1.33" or "1.33.2"', (value) =>
    /^v[0-9.]+$/.test(value) ? `use "${value.slice(1)}", without the 'v'` : undefined,
  );
}

export function nodeResourceGroupName(): z.ZodString {
  return text(
    /^[-\w.()]{0,79}[-\w()]$/,
    'use 1 to 80 letters, digits, underscores, hyphens, periods and parentheses, not ending in a period',
  );
}

export function nodePoolName(): z.ZodString {
  return text(/^[a-z][a-z0-9]{0,11}$/, 'use 1 to 12 lowercase letters and digits, starting with a letter');
}

export function vmSize(): z.ZodString {
  return text(/^[A-Za-z]+_[A-Za-z0-9_-]+$/, 'use a VM size, such as Standard_D4ds_v5 (az vm list-sizes)');
}

/** A range of IPv6; a rule says what is wrong within it. */
export function ipv6Cidr(): z.ZodString {
  return text(/^[0-9a-fA-F:.]+\/[0-9]{1,3}$/, 'use an IPv6 range, such as fd12:3456:789a::/64');
}

export function cidr(): z.ZodString {
  const address = `${OCTET}(\\.${OCTET}){3}`;
  const bare = new RegExp(`^${address}$`);
  return text(
    new RegExp(`^${address}/(3[0-2]|[12]?[0-9])$`),
    'use an IPv4 range, such as 203.0.113.0/24',
    (value) =>
      bare.test(value) ? `the length of the prefix is missing: use '${value}/32' for one address` : undefined,
  );
}

export function adminUsername(): z.ZodString {
  return text(
    /^[a-zA-Z][-_a-zA-Z0-9]{0,31}$/,
    'use 1 to 32 letters, digits, underscores and hyphens, starting with a letter',
  );
}

export function sshPublicKey(): z.ZodString {
  return text(
    /^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+=*( .*)?\s*$/,
    'use the one line of a public key file, which starts with ssh-rsa or ssh-ed25519',
    (value) =>
      value.includes('PRIVATE KEY') ? 'this is a private key: use the .pub file beside it' : undefined,
  );
}

/** Redirect URIs of a web application. */
export function webRedirectUri(): z.ZodString {
  return text(
    /^https?:\/\/[^\s/?#][^\s#]*$/,
    'use a URI that starts with https:// or http://, without a fragment, such as https://aksazureadserver',
  ).max(256, { error: 'use at most 256 characters' });
}

/** Redirect URIs of a public client, where custom schemes are allowed too; azuread wants a host with all but `urn:`. */
export function publicRedirectUri(): z.ZodString {
  return text(
    /^([a-zA-Z][-+.a-zA-Z0-9]*:\/\/[^\s/?#]|urn:[^\s:#]*:)[^\s#]*$/,
    'use an absolute URI with a host and without a fragment, such as https://aksazureadclient or myapp://auth',
  ).max(256, {
    error: 'use at most 256 characters',
  });
}

export function scopeName(): z.ZodString {
  return text(
    SCOPE_NAME,
    'use 1 to 120 characters without spaces, not beginning with a period, such as user_impersonation',
  );
}

export function tagName(): z.ZodString {
  return text(/^[^<>%&\\?/]{1,512}$/, 'use at most 512 characters, none of < > % & \\ ? /');
}

export function tagValue(): z.ZodString {
  return text(/^[\s\S]{0,256}$/, 'use at most 256 characters');
}

export function ipv4(): z.ZodString {
  return text(new RegExp(`^${OCTET}(\\.${OCTET}){3}$`), 'use an IPv4 address, such as 10.0.0.10');
}
