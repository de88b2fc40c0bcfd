import { isOfVariables, signInRefusal } from './sign-in-refusals';
import { Answer, ask, Question, Unreachable } from '../http';
import { docsPage } from '../../access/docs-page';

/** Gives tokens, as the credentials of @azure/identity do. */
export interface TokenSource {
  getToken(scope: string): Promise<{ readonly token: string } | null>;
}

/** A question that an API did not answer; the message holds neither tokens nor what the API sent. */
export class NotAnswered extends Error {}

/** An answer that is a list comes in pages. */
interface Page<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string;
  readonly nextLink?: string;
}

/** An answer as it comes: a status, and what was in it. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;

  /** Milliseconds that a busy API asks to be left alone for. */
  readonly pause?: number;
}

/** Asks one of Azure's APIs. */
export class AzureApi {
  private token?: Promise<string>;

  constructor(
    private readonly options: {
      /** For messages, such as `Microsoft Graph`. */
      readonly name: string;
      readonly endpoint: string;

      /** What tokens are for. */
      readonly scope: string;
      readonly credential: TokenSource;
    },
  ) {}

  get name(): string {
    return this.options.name;
  }

  /** One object; undefined when there is none. */
  async get<T>(path: string): Promise<T | undefined> {
    return (await this.object(this.urlOf(path))) as T | undefined;
  }

  /** All objects of a list. */
  async list<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page = (await this.object(this.urlOf(next))) as Page<T> | undefined;
      found.push(...(page?.value ?? []));
      next = this.next(page);
    }
    return found;
  }

  /** Whatever is answered, refusals included. */
  reply(path: string): Promise<Reply> {
    return this.request(this.urlOf(path));
  }

  /** Whatever is answered to something that is sent but changes nothing. */
  replyTo(path: string, body: unknown): Promise<Reply> {
    return this.request(this.urlOf(path), { method: 'POST', body: JSON.stringify(body), isRepeatable: true });
  }

  /** The path of the next page: never at another host, which would get the token. */
  next(page: unknown): string | undefined {
    const { '@odata.nextLink': graph, nextLink = graph } = (page ?? {}) as Partial<Page<unknown>>;
    if (nextLink === undefined) {
      return undefined;
    }
    const { origin, pathname, search } = new URL(nextLink);
    if (origin !== new URL(this.options.endpoint).origin) {
      throw new NotAnswered(
        `${this.options.name} continues its answer at another host, which is not followed`,
      );
    }
    const base = new URL(this.options.endpoint).pathname.replace(/\/$/, '');
    return `${pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname}${search}`;
  }

  /** What the token says about whoever asks, where it can be read. */
  async claims(): Promise<Readonly<Record<string, unknown>>> {
    const [, payload = ''] = (await this.bearer()).split('.');
    try {
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    } catch {
      return {};
    }
  }

  private urlOf(path: string): string {
    return `${this.options.endpoint}${path}`;
  }

  private async object(url: string): Promise<unknown> {
    const { status, body, pause } = await this.request(url);
    if (status === 404) {
      return undefined;
    }
    if (status < 200 || status > 299) {
      throw new NotAnswered(`${this.name} refuses to answer: ${refusal(status, pause)}`);
    }
    return body;
  }

  private async request(
    url: string,
    sent: Pick<Question, 'method' | 'body' | 'isRepeatable'> = {},
  ): Promise<Reply> {
    const headers = {
      authorization: `Bearer ${await this.bearer()}`,
      accept: 'application/json',
      ...(sent.body !== undefined && { 'content-type': 'application/json' }),
    };
    const { status, text, pause } = await answered({ service: this.name, url, headers, ...sent });
    if (status < 200 || status > 299) {
      return { status, ...(pause !== undefined && { pause }) };
    }
    try {
      return { status, body: JSON.parse(text) as unknown };
    } catch {
      throw new NotAnswered(`${this.name} answers with something that is not JSON`);
    }
  }

  private bearer(): Promise<string> {
    this.token ??= this.getToken();
    return this.token;
  }

  private async getToken(): Promise<string> {
    const { name, scope, credential } = this.options;
    let message = '';
    try {
      const token = await credential.getToken(scope);
      if (token) {
        return token.token;
      }
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    throw new NotAnswered(`no credentials for ${name}: ${withoutToken(message)}`);
  }
}

/** What the credentials say is long and about each of them; the code is what can be looked up. */
function withoutToken(message: string): string {
  const refused = signInRefusal(message);
  if (isOfVariables(message)) {
    return `the credentials in AZURE_CLIENT_ID and the variables that go with it do not work${refused ? ` (${refused})` : ''}: correct them, or unset them and sign in with 'az login'`;
  }
  return refused === undefined
    ? "sign in with 'az login'"
    : `the sign-in is refused (${refused}); sign in with 'az login', see ${docsPage('troubleshooting.md')}`;
}

async function answered(question: Question): Promise<Answer> {
  try {
    return await ask(question);
  } catch (error) {
    throw error instanceof Unreachable ? new NotAnswered(error.message) : error;
  }
}

/** Why an API refuses, by the status of its answer. */
export function refusal(status: number, pause?: number): string {
  switch (status) {
    case 401:
      return "the sign-in is not accepted (401): 'az login' again";
    case 403:
      return 'the account that asks may not read this (403)';
    case 429:
      return `too many requests (429): try again ${pause === undefined ? 'later' : `in ${Math.ceil(pause / 1000)} s`}`;
    default:
      return `status ${status}`;
  }
}
