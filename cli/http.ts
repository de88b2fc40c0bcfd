import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type {
  HttpClient,
  PipelinePolicy,
  PipelineRequestOptions,
  PipelineResponse,
  RetryStrategy,
} from '@azure/core-rest-pipeline';
import { CommandFailed } from '../access/command-failed';
import { isWithoutProxy } from './no-proxy';
import { tellAnswer } from './progress';
import { complain } from './terminal';
import { systemWords } from '../app/system-error';

/** A question to a service. */
export interface Question {
  /** What the service is called in messages, such as `Microsoft Graph`. */
  readonly service: string;

  readonly url: string;

  /** @default 'GET' */
  readonly method?: string;

  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;

  /**
   * Whether it may be asked again when nobody knows what became of it.
   *
   * @default - what POST sends may not, everything else may
   */
  readonly isRepeatable?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;

  /** Milliseconds that a busy service asks to be left alone for. */
  readonly pause?: number;
}

/** A service that gives no answer; the message says which and why, and holds nothing of what was sent. */
export class Unreachable extends Error {}

/** Milliseconds after which a service counts as silent. */
const PATIENCE = 20_000;

/** Milliseconds that one question may wait in all, between the times that it is asked. */
const LONGEST_WAIT = 300_000;

/** Statuses that name another address, and how many of them are followed for one file. */
const REDIRECTIONS = [301, 302, 303, 307, 308];
const MOST_REDIRECTIONS = 5;

/** Files that are larger are none of those that are fetched here. */
const MOST_BYTES = 300_000_000;

/** How often a question is asked again at most. */
const MOST_REPETITIONS = 4;

/** Milliseconds before the first repetition, where the service does not say; each pause is twice as long as the one before. */
const FIRST_PAUSE = 500;

/** Milliseconds from which on a pause is told. */
const TOLD = 5_000;

/** Statuses of a service that has not begun, and of one that has failed on the way. */
const BUSY = [429, 503];
const FAILED = [408, 500, 502, 504];

/** Connections that broke, or were not made in time. */
const BROKEN = ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'];

/** Connections that a proxy would have made, or whose certificates are those of a proxy. */
const PROXY_MISSING = ['ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];
const CERTIFICATE_MISSING = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/;

/** Variables that name a proxy, in the order in which they are looked at, and in either case. */
const PROXIES = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY'];

/**
 * Asks a service: through the proxy that HTTPS_PROXY names, unless NO_PROXY has the host. A service that is busy or has failed
 * is asked again, after the pause that it wishes or after growing ones.
 *
 * Whatever the commands ask over the network, but for the API server of a cluster, is asked here.
 */
export async function ask(question: Question): Promise<Answer> {
  const { status, bodyAsText, headers } = await send(question, TIME_LIMIT);
  tellAnswer();
  const pause = wishedPause(headers.get('retry-after'));
  return { status, text: bodyAsText ?? '', ...(pause !== undefined && { pause }) };
}

/** A file, or the status of an answer that is none. */
export interface Download {
  readonly status: number;
  readonly bytes?: Buffer;
}

/** Reads a file of a server, over whatever redirections to other safe addresses. */
export async function download(file: {
  readonly service: string;
  readonly url: string;

  /** Ends it. */
  readonly stop?: AbortSignal;
}): Promise<Download> {
  const { service, stop } = file;
  const watch = new Watch(stop);
  let { url } = file;
  try {
    for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      const question = { service, url, headers: {} };
      const response = await send(question, watch.policy, { streamResponseStatusCodes: new Set([200]) });
      const location = response.headers.get('location');
      if (!REDIRECTIONS.includes(response.status) || location === undefined) {
        const body = response.readableStreamBody;
        return { status: response.status, ...(body && { bytes: await watch.read(body, question) }) };
      }
      url = new URL(location, url).href;
    }
    throw new Unreachable(`${service} redirects in a circle`);
  } finally {
    watch.end();
  }
}

async function send(
  question: Question,
  limit: PipelinePolicy,
  options: Partial<PipelineRequestOptions> = {},
): Promise<PipelineResponse> {
  if (!isSafe(question.url)) {
    throw new Unreachable(`${question.service} would be asked in clear text: use an https:// address`);
  }
  refuseOddProxy();
  const ca = authorities();
  // Loading it takes a while, and most commands ask nobody.
  const azure = await import('@azure/core-rest-pipeline');
  client ??= azure.createDefaultHttpClient();

  const pipeline = azure.createEmptyPipeline();
  pipeline.addPolicy(azure.retryPolicy([patience(question)], { maxRetries: MOST_REPETITIONS }));
  pipeline.addPolicy(limit);
  if (!isWithoutProxy(question.url)) {
    pipeline.addPolicy(azure.proxyPolicy());
    pipeline.addPolicy(REFUSAL_OF_PROXY);
  }
  const request = azure.createPipelineRequest({
    url: question.url,
    method: (question.method ?? 'GET') as 'GET',
    headers: azure.createHttpHeaders({ 'user-agent': 'cdktf-aks-aad', ...question.headers }),
    body: question.body,
    allowInsecureConnection: true,
    ...options,
    ...(ca && { requestOverrides: { ca } }),
  });
  try {
    return await pipeline.sendRequest(client, request);
  } catch (error) {
    throw new Unreachable(`${question.service} cannot be reached${reasonOf(error, question.url)}`);
  }
}

/** Whether nobody on the way can read along: a token is sent in clear text at most to this machine itself. */
export function isSafe(url: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$))/.test(url);
}

/** Keeps connections open from one question to the next. */
let client: HttpClient | undefined;

/** What became of a question, as far as that says whether to ask again. */
export interface Outcome {
  readonly status: number;

  /** Milliseconds that the service wishes. */
  readonly pause?: number;
}

/** How long to wait before a question is asked again, time after time. */
export class Pauses {
  private waited = 0;
  private repetitions = 0;

  constructor(private readonly service: string) {}

  /** Milliseconds, which are told when they are many; undefined when asking again is no use or would take too long. */
  next({ status, pause = FIRST_PAUSE * 2 ** this.repetitions }: Outcome): number | undefined {
    const isPassing = [...BUSY, ...FAILED].includes(status);
    if (!isPassing || this.repetitions === MOST_REPETITIONS || this.waited + pause > LONGEST_WAIT) {
      return undefined;
    }
    this.repetitions += 1;
    this.waited += pause;
    if (pause >= TOLD) {
      complain(`${this.service} is busy (${status}): asking again in ${Math.ceil(pause / 1000)} s`);
    }
    return pause;
  }
}

/** Retry-After as milliseconds: it is a number of seconds or a date. */
export function wishedPause(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) {
    return undefined;
  }
  const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}

function patience({ service, method, isRepeatable = method !== 'POST' }: Question): RetryStrategy {
  const pauses = new Pauses(service);
  return {
    name: 'patience',
    retry: ({ response, responseError }) => {
      const isBroken = BROKEN.includes(responseError?.code ?? '');
      const status = response?.status ?? (isBroken ? 504 : 0);
      const pause = wishedPause(response?.headers.get('retry-after'));
      const retryAfterInMs =
        isRepeatable || BUSY.includes(status) ? pauses.next({ status, pause }) : undefined;
      return retryAfterInMs === undefined ? { skipStrategy: true } : { retryAfterInMs };
    },
  };
}

class Silent extends Error {}

/** Limits each time that something is asked, and not the pauses between them. */
const TIME_LIMIT: PipelinePolicy = {
  name: 'timeLimit',
  sendRequest: async (request, next) => {
    const signal = AbortSignal.timeout(PATIENCE);
    request.abortSignal = signal;
    try {
      return await next(request);
    } catch (error) {
      throw signal.aborted ? new Silent() : error;
    } finally {
      request.abortSignal = undefined;
    }
  },
};

/** Lets a file take as long as it likes while something of it arrives. */
class Watch {
  private readonly controller = new AbortController();
  private timer?: NodeJS.Timeout;
  private isSilent = false;
  private readonly stopped = (): void => this.controller.abort();

  constructor(private readonly stop?: AbortSignal) {
    stop?.addEventListener('abort', this.stopped);
  }

  readonly policy: PipelinePolicy = {
    name: 'watch',
    sendRequest: async (request, next) => {
      this.restart();
      request.abortSignal = this.controller.signal;
      try {
        return await next(request);
      } catch (error) {
        throw this.isSilent ? new Silent() : error;
      }
    },
  };

  async read(body: NodeJS.ReadableStream, { service, url }: Question): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of body) {
        this.restart();
        chunks.push(chunk as Buffer);
        length += (chunk as Buffer).length;
        if (length > MOST_BYTES) {
          throw new Unreachable(`${service} sends more than ${MOST_BYTES} bytes`);
        }
      }
      return Buffer.concat(chunks);
    } catch (error) {
      if (error instanceof Unreachable) {
        throw error;
      }
      const reason = reasonOf(this.isSilent ? new Silent() : error, url);
      throw new Unreachable(`${service} broke off after ${length} bytes${reason}`);
    }
  }

  end(): void {
    clearTimeout(this.timer);
    this.stop?.removeEventListener('abort', this.stopped);
  }

  private restart(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.isSilent = true;
      this.controller.abort();
    }, PATIENCE);
  }
}

class RefusedByProxy extends Error {
  constructor(readonly status: number) {
    super();
  }
}

/** The refusal of a proxy would pass for an answer of the service. */
const REFUSAL_OF_PROXY: PipelinePolicy = {
  name: 'refusalOfProxy',
  sendRequest: async (request, next) => {
    let refusal: number | undefined;
    const agent = request.agent as unknown as EventEmitter | undefined;
    agent?.once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      refusal = statusCode === 200 ? undefined : statusCode;
    });
    const response = await next(request);
    if (refusal !== undefined) {
      throw new RefusedByProxy(refusal);
    }
    return response;
  },
};

function reasonOf(error: unknown, url: string): string {
  const named = proxyOfEnvironment();
  const proxy = isWithoutProxy(url) ? undefined : named;
  const way = proxy ? ` through the proxy of ${proxy.variable}` : '';
  if (error instanceof RefusedByProxy) {
    return `${way}: ${error.status === 407 ? 'it wants name and password (407)' : `it refuses (${error.status})`}`;
  }
  if (error instanceof Silent) {
    return `${way}: no answer within ${PATIENCE / 1000} s`;
  }
  const { code, name } = error as NodeJS.ErrnoException;
  return `${way}: ${code ?? name}${hintOn(code ?? '', named !== undefined, proxy !== undefined)}`;
}

function hintOn(code: string, hasProxy: boolean, isProxied: boolean): string {
  if (CERTIFICATE_MISSING.test(code)) {
    return '; NODE_EXTRA_CA_CERTS names a file with the certificates of your company';
  }
  if (isProxied || !PROXY_MISSING.includes(code)) {
    return '';
  }
  return hasProxy
    ? '; NO_PROXY has this host, so the proxy was not asked'
    : '; if you need a proxy, name it in HTTPS_PROXY';
}

function proxyOfEnvironment(): { readonly variable: string; readonly value: string } | undefined {
  for (const variable of PROXIES.flatMap((name) => [name, name.toLowerCase()])) {
    const value = process.env[variable];
    if (value) {
      return { variable, value };
    }
  }
  return undefined;
}

/** An address without a scheme would be taken for another one. It may hold a password, so it is not shown. */
function refuseOddProxy(): void {
  const proxy = proxyOfEnvironment();
  if (proxy && !(/^https?:\/\/[^/]/i.test(proxy.value) && URL.canParse(proxy.value))) {
    throw new CommandFailed(
      `${proxy.variable} is not the address of a proxy: use the form http://proxy.example.com:8080`,
    );
  }
}

/**
 * Certificates to trust beside those of Node.js: Terraform trusts what SSL_CERT_FILE names. Undefined without it, as Node.js
 * reads NODE_EXTRA_CA_CERTS itself where no others are given.
 */
function authorities(): string[] | undefined {
  const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = process.env;
  if (!SSL_CERT_FILE) {
    return undefined;
  }
  const files = Object.entries({ SSL_CERT_FILE, NODE_EXTRA_CA_CERTS }).filter(([, file]) => file);
  return [...rootCertificates, ...files.map(([variable, file]) => certificatesIn(variable, file!))];
}

function certificatesIn(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${variable}: ${file} cannot be read: ${systemWords(error)}`);
  }
}
