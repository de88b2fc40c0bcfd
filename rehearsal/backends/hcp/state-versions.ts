import { createHash } from 'node:crypto';
import { ApiError } from './json-api';
import { newId } from './names';

interface RawState {
  readonly outputs?: Record<
    string,
    { readonly value: unknown; readonly type: unknown; readonly sensitive?: boolean }
  >;
}

interface OutputJson {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly lineage: string;
  readonly md5: string;

  /** Missing until it has been uploaded. */
  content?: Buffer;
}

/** The versions of the state of one workspace. */
export class StateVersions {
  /** The newest first. */
  private readonly versions: StateVersion[] = [];

  /** The newest that has arrived. */
  get current(): StateVersion | undefined {
    return this.versions.find(({ content }) => content !== undefined);
  }

  find(id: string): StateVersion | undefined {
    return this.versions.find((version) => version.id === id);
  }

  /** Announces a version whose content is yet to come. */
  add(attributes: Readonly<Record<string, unknown>>): StateVersion {
    const { serial, lineage, md5, force } = attributes;
    if (typeof serial !== 'number' || typeof lineage !== 'string' || typeof md5 !== 'string') {
      throw ApiError.invalid('serial, lineage and md5 are required');
    }
    const { current } = this;
    const isOther = current !== undefined && current.lineage !== lineage;
    const isOld =
      current !== undefined &&
      (serial < current.serial || (serial === current.serial && md5 !== current.md5));
    if (force !== true && (isOther || isOld)) {
      throw new ApiError(409, 'conflict', isOther ? 'The lineage is another one' : 'The serial is too low');
    }

    const version = { id: newId('sv'), serial, lineage, md5 };
    this.versions.unshift(version);
    return version;
  }

  /** Takes the content of an announced version, which must be what was announced. */
  upload(id: string, content: Buffer): void {
    const version = this.find(id);
    if (!version) {
      throw ApiError.notFound();
    }
    if (createHash('md5').update(content).digest('hex') !== version.md5) {
      throw new ApiError(400, 'bad request', 'The content is not what md5 says');
    }
    version.content = content;
  }
}

/** Path of the addresses that contents are sent to. */
export const UPLOAD_PATH = '/uploads/';

/** As the API gives a version; its content is behind addresses of their own. */
export function versionJson({ id, serial, lineage, content }: StateVersion, origin: string): object {
  return {
    id,
    type: 'state-versions',
    attributes: {
      serial,
      lineage,
      status: content ? 'finalized' : 'pending',
      'hosted-state-download-url': content ? `${origin}/state-versions/${id}/content` : null,
      'hosted-state-upload-url': content ? null : `${origin}${UPLOAD_PATH}state/${id}`,
      'hosted-json-state-upload-url': content ? null : `${origin}${UPLOAD_PATH}json/${id}`,
      'resources-processed': true,
    },
  };
}

/** The outputs of a state; in a list of them, what is sensitive has no value. */
export function outputsJson({ id, content }: StateVersion, { reveal }: { reveal: boolean }): OutputJson[] {
  const { outputs = {} } = JSON.parse(content!.toString()) as RawState;

  return Object.entries(outputs).map(([name, { value, type, sensitive = false }]) => ({
    id: `wsout-${id}-${name}`,
    type: 'state-version-outputs',
    attributes: {
      name,
      sensitive,
      type: typeof type === 'string' ? type : 'object',
      'detailed-type': type,
      value: sensitive && !reveal ? null : value,
    },
  }));
}
