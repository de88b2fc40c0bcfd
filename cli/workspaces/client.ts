import { Answer, ask, Unreachable } from '../http';
import { Credentials } from './credentials';
import { HcpFailed } from './hcp-failed';
import { isMap } from '../../lib/shared/maps';
import { shellWord } from '../../lib/shared/shell';

const DISCOVERY = '/.well-known/terraform.json';
const MEDIA_TYPE = 'application/vnd.api+json';

/** A resource object of the API. */
export interface ApiObject {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: { readonly id: string } | null }>>;
}

interface Document<T> {
  readonly data: T;
  readonly meta?: { readonly pagination?: { readonly 'next-page'?: number | null } };
}

/** An answer that is no success. The message has what the service says, and never the token. */
export class ApiFailure extends HcpFailed {
  constructor(
    readonly status: number,
    readonly detail: string,
    call: string,
  ) {
    super(`${call} was answered with ${status}${detail && `: ${detail}`}`);
  }
}

/** The API of HCP Terraform or a Terraform Enterprise, as the holder of a token. */
export class HcpClient {
  private base?: Promise<string>;

  constructor(
    readonly host: string,
    private readonly credentials: Credentials,
  ) {}

  /** Where the token comes from. */
  get source(): string {
    return this.credentials.source;
  }

  /** One object; undefined when there is none, or none for this token. */
  async find(path: string): Promise<ApiObject | undefined> {
    try {
      return (await this.read<ApiObject>('GET', path, isApiObject)).data;
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** All objects of a list, of whatever number of pages. */
  async list(path: string): Promise<ApiObject[]> {
    const objects: ApiObject[] = [];
    for (let number: number | null | undefined = 1; typeof number === 'number';) {
      const query: string = `page[size]=100&page[number]=${number}`;
      const separator = path.includes('?') ? '&' : '?';
      const page: Document<ApiObject[]> = await this.read('GET', `${path}${separator}${query}`, isPage);
      objects.push(...page.data);
      number = page.meta?.pagination?.['next-page'];
    }
    return objects;
  }

  async create(path: string, data: object): Promise<ApiObject> {
    return (await this.read<ApiObject>('POST', path, isApiObject, { data })).data;
  }

  async update(path: string, data: object): Promise<void> {
    await this.read('PATCH', path, isApiObject, { data });
  }

  /** Adds to a relationship, whose answer has no content. */
  async add(path: string, data: readonly object[]): Promise<void> {
    await this.read('POST', path, isAdded, { data });
  }

  /** What is answered with success; a page to sign in on, which something on the way may answer with, is none of it. */
  private async read<T>(
    method: string,
    path: string,
    isContent: (data: unknown) => boolean,
    body?: object,
  ): Promise<Document<T>> {
    const text = await this.call(method, path, body);
    const answer = text === '' ? {} : parse(text);
    if (!isMap(answer) || !isContent(answer.data)) {
      throw new HcpFailed(
        `${method} ${path} was answered with success, but with something else than the API of HCP Terraform gives: does a proxy ` +
          `or a page to sign in on stand before ${this.host}?`,
      );
    }
    return answer as unknown as Document<T>;
  }

  private async call(method: string, path: string, body?: object): Promise<string> {
    this.base ??= this.discover();
    const { status, text } = await this.send(method, `${await this.base}${path}`, body);
    if (status === 401) {
      throw new HcpFailed(
        `${this.host} does not take the token of ${this.source}: run 'terraform login ${shellWord(this.host)}' again, or replace it`,
      );
    }
    if (status >= 300) {
      throw new ApiFailure(status, detailsOf(text), `${method} ${path}`);
    }
    return text;
  }

  /** Where the API is on this host, which is how Terraform asks too. */
  private async discover(): Promise<string> {
    const { status, text } = await this.send('GET', DISCOVERY);
    const services = status === 200 ? (parse(text) as Record<string, unknown> | undefined) : undefined;
    const base = services?.['tfe.v2'];
    if (typeof base !== 'string' && status !== 200 && status !== 404) {
      throw new HcpFailed(
        `${this.host} does not say where its API is: it answers ${DISCOVERY} with ${status}`,
      );
    }
    if (typeof base !== 'string') {
      throw new HcpFailed(
        `${this.host} is no HCP Terraform and no Terraform Enterprise: check state.hostname`,
      );
    }
    return base.replace(/\/$/, '');
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const headers = {
      Authorization: `Bearer ${this.credentials.token}`,
      Accept: MEDIA_TYPE,
      ...(body && { 'Content-Type': MEDIA_TYPE }),
    };
    try {
      const url = new URL(path, `https://${this.host}`).href;
      return await ask({
        service: this.host,
        url,
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw error instanceof Unreachable ? new HcpFailed(error.message) : error;
    }
  }
}

function isApiObject(data: unknown): boolean {
  return isIdentifier(data) && isMap(data.attributes);
}

function isIdentifier(data: unknown): data is Record<string, unknown> {
  return isMap(data) && typeof data.id === 'string';
}

/** Of a relationship that was added to: nothing, or what is in it now, which may be by ID alone. */
function isAdded(data: unknown): boolean {
  return data === undefined || (Array.isArray(data) && data.every(isIdentifier));
}

function isPage(data: unknown): boolean {
  return Array.isArray(data) && data.every(isApiObject);
}

/** What an answer says is wrong; a proxy answers in forms of its own. */
function detailsOf(text: string): string {
  const answer = parse(text);
  const errors = isMap(answer) && Array.isArray(answer.errors) ? (answer.errors as unknown[]) : [];

  return errors
    .flatMap((error) => (isMap(error) ? [error.detail ?? error.title] : [error]))
    .filter((what) => typeof what === 'string')
    .join('; ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
