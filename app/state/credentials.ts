import { inAnyCase } from '../config/in-any-case';
import { visible } from '../../lib/shared/visible';
import { section } from '../config/rules/section';

/**
 * Credentials of state backends, which never stand in the configuration: it is committed, and what is in it ends up in
 * the synthesised JSON and in plan files. Terraform takes each from an environment variable.
 */

interface Credentials {
  /** Where Terraform looks for them. */
  readonly source: string;

  /** The variable for each argument of the backend, whose name is in lowercase and without separators. */
  readonly variables: Readonly<Record<string, string>>;
}

const HCP: Credentials = {
  source: "'terraform login' or the environment variable TF_TOKEN_<host>, such as TF_TOKEN_app_terraform_io",
  variables: {},
};

const CREDENTIALS: Readonly<Record<string, Credentials>> = {
  hcp: HCP,
  remote: HCP,
  azurerm: {
    source: "'az login' or the environment variables ARM_…",
    variables: {
      accesskey: 'ARM_ACCESS_KEY',
      sastoken: 'ARM_SAS_TOKEN',
      clientsecret: 'ARM_CLIENT_SECRET',
      clientsecretfilepath: 'ARM_CLIENT_SECRET_FILE_PATH',
      clientcertificate: 'ARM_CLIENT_CERTIFICATE',
      clientcertificatepassword: 'ARM_CLIENT_CERTIFICATE_PASSWORD',
      clientcertificatepath: 'ARM_CLIENT_CERTIFICATE_PATH',
      oidctoken: 'ARM_OIDC_TOKEN',
      oidcrequesttoken: 'ARM_OIDC_REQUEST_TOKEN',
    },
  },
  s3: {
    source: 'AWS_PROFILE or the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    variables: {
      accesskey: 'AWS_ACCESS_KEY_ID',
      secretkey: 'AWS_SECRET_ACCESS_KEY',
      token: 'AWS_SESSION_TOKEN',
      ssecustomerkey: 'AWS_SSE_CUSTOMER_KEY',
    },
  },
  gcs: {
    source: "'gcloud auth application-default login' or the environment variable GOOGLE_CREDENTIALS",
    variables: {
      credentials: 'GOOGLE_CREDENTIALS',
      accesstoken: 'GOOGLE_OAUTH_ACCESS_TOKEN',
      encryptionkey: 'GOOGLE_ENCRYPTION_KEY',
    },
  },
  http: {
    source: 'the environment variables TF_HTTP_USERNAME and TF_HTTP_PASSWORD',
    variables: {
      username: 'TF_HTTP_USERNAME',
      password: 'TF_HTTP_PASSWORD',
      clientprivatekeypem: 'TF_HTTP_CLIENT_PRIVATE_KEY_PEM',
    },
  },
  pg: {
    source: 'the environment variable PG_CONN_STR, or PGHOST, PGUSER, PGPASSWORD and their like',
    variables: {
      connstr: 'PG_CONN_STR',
      connectionstring: 'PG_CONN_STR',
      user: 'PGUSER',
      username: 'PGUSER',
      password: 'PGPASSWORD',
    },
  },
  kubernetes: {
    source: 'the kubeconfig or the environment variable KUBE_TOKEN',
    variables: {
      token: 'KUBE_TOKEN',
      username: 'KUBE_USER',
      password: 'KUBE_PASSWORD',
      clientcertificate: 'KUBE_CLIENT_CERT_DATA',
      clientkey: 'KUBE_CLIENT_KEY_DATA',
    },
  },
  consul: {
    source: 'the environment variable CONSUL_HTTP_TOKEN',
    variables: { accesstoken: 'CONSUL_HTTP_TOKEN', token: 'CONSUL_HTTP_TOKEN', httpauth: 'CONSUL_HTTP_AUTH' },
  },
  cos: {
    source: 'the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY',
    variables: {
      secretid: 'TENCENTCLOUD_SECRET_ID',
      secretkey: 'TENCENTCLOUD_SECRET_KEY',
      securitytoken: 'TENCENTCLOUD_SECURITY_TOKEN',
    },
  },
  oss: {
    source: 'the environment variables ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY',
    variables: {
      accesskey: 'ALICLOUD_ACCESS_KEY',
      secretkey: 'ALICLOUD_SECRET_KEY',
      securitytoken: 'ALICLOUD_SECURITY_TOKEN',
    },
  },
};

const SECRET_KEY =
  /password|passwd|secret|token|credential|accesskey|privatekey|clientkey|sas$|connstr|connection/;

/** What a key is for that is a credential: other keys, as of objects, partitions and caches, are no secret. */
const SECRET_KEYS = [
  ...['access', 'account', 'api', 'auth', 'client', 'encryption', 'functions?', 'master'],
  ...['private', 'sas', 'secret', 'shared', 'signing', 'subscription'],
].map(inAnyCase);

/**
 * Names of parameters of an address that are credentials, such as `code` of Azure Functions, `sig` of a shared access signature
 * and `X-Amz-Security-Token`. Without flags, because JSON Schema has none.
 */
export const SECRET_PARAMETER = [
  ...['sig', 'code', 'key', 'x[-_]key', 'auth', 'pass', 'passwd', 'pwd', 'sas', 'jwt', 'bearer'].map(
    inAnyCase,
  ),
  ...['token', 'secret', 'signature', 'password', 'passphrase', 'credential', 'authorization'].map(
    (end) => `[^=&]*${inAnyCase(end)}[sS]?`,
  ),
  `[^=&]*(${SECRET_KEYS.join('|')})[-_]?${inAnyCase('key')}[sS]?`,
].join('|');

const SECRET_NAME = new RegExp(`^(${SECRET_PARAMETER})$`);

/** A user or password in a URL or in front of a host, or a connection string. */
const SECRET_VALUES = [
  /\/\/[^/\s]*@|(^|[\s;,?&])(password|passwd|pwd|accountkey|sharedaccesssignature|sig|token|secret|[a-z]+[-_](token|secret))\s*=/i,
  /(^|[\s;,])[a-z]+[-_]key\s*=/i,
  /^(?!mailto:)[^/\s:@]+:[^/\s@]+@/,
];

/** Whether a text holds credentials, so that no message may quote it. */
export function holdsCredentials(text: string): boolean {
  return SECRET_VALUES.some((form) => form.test(text)) || secretParameterOf(text) !== undefined;
}

/** The first parameter of an address that is a credential, also where its name is encoded, as `?%63ode=`. */
export function secretParameterOf(address: string): string | undefined {
  return address
    .split(/[?&]/)
    .slice(1)
    .filter((parameter) => parameter.includes('='))
    .map((parameter) => decoded(parameter.slice(0, parameter.indexOf('='))))
    .find((name) => SECRET_NAME.test(name));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What to do instead of writing a credential under a key of `state`; undefined where the key is none. */
export function credentialKeyProblem(key: string, state: unknown): string | undefined {
  const { backend } = section(state);
  const credentials = CREDENTIALS[String(backend)];
  const name = key.toLowerCase().replace(/[-_]/g, '');
  const variable =
    credentials && Object.hasOwn(credentials.variables, name) ? credentials.variables[name] : undefined;

  if (variable) {
    return `does not belong in the file: remove it and set the environment variable ${variable}`;
  }
  return SECRET_KEY.test(name) ? credentialProblem(state) : undefined;
}

/** What to do instead of writing credentials into a value of `state`. */
export function credentialProblem(state: unknown, value = ''): string {
  const { backend } = section(state);
  const source = CREDENTIALS[String(backend)]?.source ?? 'the environment';
  // Behind a user, what looks like a parameter may be part of the password.
  const parameter = value.includes('@') ? undefined : secretParameterOf(value);
  const where = parameter === undefined ? '' : ` in the parameter '${visible(parameter)}'`;
  return `holds credentials${where}, which do not belong in the file: remove them and use ${source}`;
}
