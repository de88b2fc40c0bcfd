import { Request, Response } from '../tls-server';

/** A resource object of JSON:API, as requests bring it. */
export interface RequestData {
  readonly id?: string;
  readonly type?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: { readonly id: string } }>>;
}

/** An answer that is no success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail?: string,
  ) {
    super(detail ?? title);
  }

  /** What a caller may not see is not found, too. */
  static notFound(): ApiError {
    return new ApiError(404, 'not found');
  }

  static invalid(detail: string): ApiError {
    return new ApiError(422, 'invalid attribute', detail);
  }
}

const MEDIA_TYPE = 'application/vnd.api+json';

export function ok(data: unknown, status = 200): Response {
  return { status, headers: { 'Content-Type': MEDIA_TYPE }, body: { data } };
}

/** A page of a list, in the size that is asked for. */
export function page(items: readonly unknown[], { query }: Request): Response {
  const size = Math.min(Number(query.get('page[size]') ?? 20), 100);
  const number = Number(query.get('page[number]') ?? 1);
  const pages = Math.max(1, Math.ceil(items.length / size));
  const pagination = {
    'current-page': number,
    'next-page': number < pages ? number + 1 : null,
    'prev-page': number > 1 ? number - 1 : null,
    'total-pages': pages,
    'total-count': items.length,
  };
  const data = items.slice((number - 1) * size, number * size);

  return { status: 200, headers: { 'Content-Type': MEDIA_TYPE }, body: { data, meta: { pagination } } };
}

export function failure({ status, title, detail }: ApiError): Response {
  const errors = [{ status: String(status), title, ...(detail === undefined ? {} : { detail }) }];

  return { status, headers: { 'Content-Type': MEDIA_TYPE }, body: { errors } };
}

/** The `data` of a request with a body; a list of them for relationships. */
export function dataOf<T = RequestData>({ body, headers }: Request): T {
  if (body.length > 0 && !headers['content-type']?.startsWith(MEDIA_TYPE)) {
    throw new ApiError(415, 'unsupported media type', `Content-Type must be ${MEDIA_TYPE}`);
  }
  try {
    const { data } = JSON.parse(body.toString()) as { data?: T };
    if (data !== undefined) {
      return data;
    }
  } catch {
    // Told below.
  }
  throw new ApiError(400, 'JSON body is invalid', 'the body must be a JSON:API document with data');
}
