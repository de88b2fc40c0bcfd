import { z } from 'zod';
import { credentialProblem, SECRET_PARAMETER, secretParameterOf } from '../../state/credentials';
import { list, text } from './fields';

export { label, namespaceName, resourceGroupName, uuid } from './fields';

/** The fields of the section `state` of aks.yaml that have a form. */

const LABEL = '[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?';
const UNICODE_LABEL =
  '(?!..--)[A-Za-z0-9\\u0080-\\uffff]([-A-Za-z0-9\\u0080-\\uffff]*[A-Za-z0-9\\u0080-\\uffff])?';
const PORT = '(:([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?';
const HOST = `${LABEL}(\\.${LABEL})*${PORT}`;
const HOST_OR_IPV6 = `(${HOST}|\\[[0-9a-fA-F:.]+\\]${PORT})`;
const PLAIN_SECRET = new RegExp(`[?&](${SECRET_PARAMETER})=`);
export const ROLE_ARN = 'arn:aws:iam::<account>:role/<name>';
const PATH_WORD = '[A-Za-z0-9_.-]*[A-Za-z0-9_]';

export function directory(): z.ZodString {
  return text(/^(?=.*\S)[^\0]+$/, 'use the path of a folder');
}

export function path(): z.ZodString {
  return text(/^(?=.*\S)[^\0]+$/, 'use the path of a file');
}

export function hcpName(): z.ZodString {
  return text(/^[A-Za-z0-9_-]{1,90}$/, 'use 1 to 90 letters, digits, hyphens and underscores');
}

export function hcpProject(): z.ZodString {
  return text(
    /^[A-Za-z0-9_-]([A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-])$/,
    'use 3 to 40 letters, digits, spaces, hyphens and underscores',
  );
}

/** Prefixes end where the separator that is put behind them begins. */
export function hcpPrefix(): z.ZodString {
  return text(
    /^([A-Za-z0-9_-]*[A-Za-z0-9_])?$/,
    "use letters, digits, hyphens and underscores; the '-' behind it comes by itself",
  );
}

export function pathPrefix(): z.ZodString {
  return text(
    new RegExp(`^(${PATH_WORD}(/${PATH_WORD})*)?$`),
    "use letters, digits, '-', '_', '.' and '/' between them; the '/' behind it comes by itself",
  );
}

/** Like a prefix, for services that take nothing for a folder of their own. */
export function folder(): z.ZodString {
  return text(
    new RegExp(`^${PATH_WORD}(/${PATH_WORD})*$`),
    "use letters, digits, '-', '_', '.' and '/' between them; the '/' behind it comes by itself",
  );
}

/** PostgreSQL keeps schemas whose names begin with `pg_` for itself. */
export function pgPrefix(): z.ZodString {
  return text(
    /^(?!pg(_|$))([a-z][a-z0-9_]*[a-z0-9]|[a-z])?$/,
    "use lowercase letters, digits and underscores, starting with a letter; the '_' after it is added automatically",
    (value) =>
      /^pg(_|$)/.test(value)
        ? "PostgreSQL refuses schemas whose names begin with 'pg_': use another prefix, such as 'aks'"
        : undefined,
  );
}

export function kubernetesPrefix(): z.ZodString {
  return text(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$/,
    "use lowercase letters, digits and hyphens; the '-' behind it comes by itself",
  );
}

/** Tags of workspaces, of which one for each stack is made too. */
export function tags(): z.ZodArray<z.ZodString> {
  const tag = text(
    /^[a-z0-9]([a-z0-9:_-]{0,253}[a-z0-9])?$/,
    'use lowercase letters, digits, colons, hyphens and underscores',
  );
  return list(tag).min(1, { error: 'use at least one tag, or remove the key' });
}

/** Terraform wants letters beyond ASCII as they are, and refuses every label that has the form of Punycode. */
export function hostname(): z.ZodString {
  return text(
    new RegExp(`^${UNICODE_LABEL}(\\.${UNICODE_LABEL})*${PORT}$`),
    'use a host, such as tfe.contoso.com',
    (value) => {
      if (/^https?:/.test(value)) {
        return "use the host alone, without 'https://' and without a path";
      }
      return /(^|\.)xn--/i.test(value)
        ? "Terraform refuses the form of a name that begins with 'xn--': write the name with its own letters"
        : undefined;
    },
  );
}

export function hostAndPort(): z.ZodString {
  return text(
    new RegExp(`^${HOST_OR_IPV6}$`),
    'use a host and its port, such as consul.contoso.com:8501',
    (value) =>
      /^https?:/.test(value) ? "use the host and its port alone; the protocol is 'scheme'" : undefined,
  );
}

export function url(): z.ZodString {
  return text(
    new RegExp(`^https?://${HOST_OR_IPV6}/?$`),
    'use a URL without a path, such as https://s3.contoso.com',
  );
}

/** Some services that speak S3 do so below a path, as Supabase does. */
export function urlWithPath(): z.ZodString {
  return text(
    new RegExp(`^https?://${HOST_OR_IPV6}(/[-A-Za-z0-9._~]+)*/?$`),
    'use a URL, such as https://s3.contoso.com',
  );
}

/** An address of the backend http; a token among its parameters is as bad as one in front of the host. */
export function addressTemplate(): z.ZodString {
  return text(
    new RegExp(
      `^https?://${HOST_OR_IPV6}/(?!.*[?&](${SECRET_PARAMETER})=)(?!.*%(?![0-9a-fA-F]{2}))[^\\s#]*$`,
    ),
    'use a URL with a path, such as https://state.contoso.com/aks/{stack}',
    (value) => (/%(?![0-9a-f]{2})/i.test(value) ? "write a '%' that stands for itself as '%25'" : undefined),
  )
    .regex(/\{stack\}/, {
      error:
        "'{stack}' is missing from it, so that all stacks would share one state: put it where the ID of the stack belongs",
    })
    .superRefine((value, context) => {
      // With a name that is encoded, which the pattern does not see.
      if (secretParameterOf(value) !== undefined && !PLAIN_SECRET.test(value)) {
        context.addIssue({ code: 'custom', message: credentialProblem({ backend: 'http' }, value) });
      }
    });
}

export function httpMethod(): z.ZodString {
  return text(/^[A-Z]{3,10}$/, 'use a method of HTTP in capitals, such as PUT');
}

export function storageAccountName(): z.ZodString {
  return text(/^[a-z0-9]{3,24}$/, 'use 3 to 24 lowercase letters and digits');
}

export function containerName(): z.ZodString {
  return text(
    /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    'use 3 to 63 lowercase letters, digits and single hyphens, starting and ending with a letter or digit',
  );
}

export function bucket(): z.ZodString {
  return text(
    /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
    'use the name of a bucket, lowercase, without a scheme such as s3://',
  );
}

/** Other services than AWS take capitals, too. */
export function s3Bucket(): z.ZodString {
  return text(
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,220}[A-Za-z0-9]$/,
    'use the name of a bucket, without a scheme such as s3://',
  );
}

/** Regions of AWS, and whatever a service that only speaks like S3 calls its own: `auto`, `eu01`, `fsn1`. */
export function s3Region(): z.ZodString {
  return text(/^[a-zA-Z0-9]+([-_.][a-zA-Z0-9]+)*$/, 'use the ID of a region, such as eu-central-1');
}

export function region(): z.ZodString {
  return text(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'use the ID of a region, such as eu-central-1');
}

export function tableName(): z.ZodString {
  return text(/^[A-Za-z_][A-Za-z0-9_.-]{2,254}$/, 'use the name of a table');
}

export function kmsKeyArn(): z.ZodString {
  // Terraform looks at the version and the variant of the UUID.
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
  return text(
    new RegExp(
      `^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key/(${uuid}|mrk-[0-9a-f]{32})|alias/[A-Za-z0-9/_-]+)$`,
    ),
    'use the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
    (value) =>
      /^arn:.*:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
        ? 'Terraform takes a UUID of version 1 to 5 only, which the examples of AWS are not: use the ID of your key'
        : undefined,
  );
}

/** Roles of AWS, and those of a service that only speaks like STS: Ceph has no account or the name of a tenant in its place. */
export function roleArn(): z.ZodString {
  return text(/^arn:[a-z0-9-]+:iam::[\w-]*:role\/[\w+=,.@/-]+$/, `use the ARN of a role, ${ROLE_ARN}`);
}

export function googleKmsKey(): z.ZodString {
  return text(
    /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+$/,
    'use the resource name of a key, projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>',
  );
}

export function googleServiceAccount(): z.ZodString {
  return text(
    /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/,
    'use the mail address of a service account, <name>@<project>.iam.gserviceaccount.com',
  );
}
