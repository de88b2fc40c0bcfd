import { Answer, ask, Question, Unreachable } from '../http';

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

  /** One object; undefined when there is none. */
  async get<T>(path: string): Promise<T | undefined> {
    return (await this.request(`${this.options.endpoint}${path}`)) as T | undefined;
  }

  /** All objects of a list. */
  async list<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let url: string | undefined = `${this.options.endpoint}${path}`;
    while (url !== undefined) {
      const page = (await this.request(url)) as Page<T> | undefined;
      found.push(...(page?.value ?? []));
      url = this.next(page);
    }
    return found;
  }

  /** The next page: never at another host, which would get the token. */
  private next(page: Page<unknown> | undefined): string | undefined {
    const link = page?.['@odata.nextLink'] ?? page?.nextLink;
    if (link !== undefined && new URL(link).origin !== new URL(this.options.endpoint).origin) {
      throw new NotAnswered(
        `${this.options.name} continues its answer at another host, which is not followed`,
      );
    }
    return link;
  }

  private async request(url: string): Promise<unknown> {
    const { name } = this.options;
    const headers = { authorization: `Bearer ${await this.bearer()}`, accept: 'application/json' };

    const { status, text, pause } = await answered({ service: name, url, headers });
    if (status === 404) {
      return undefined;
    }
    if (status < 200 || status > 299) {
      throw new NotAnswered(`${name} refuses to answer: ${refusal(status, pause)}`);
    }
    try {
      return JSON.parse(text);
    } catch {
      throw new NotAnswered(`${name} answers with something that is not JSON`);
    }
  }

  private bearer(): Promise<string> {
    this.token ??= this.getToken();
    return this.token;
  }

  private async getToken(): Promise<string> {
    const { name, scope, credential } = this.options;
    try {
      const token = await credential.getToken(scope);
      if (token) {
        return token.token;
      }
    } catch {
      // What the credentials say is long and about each of them; the fix is the same.
    }
    throw new NotAnswered(`no credentials for ${name}: sign in with 'az login'`);
  }
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
