import { createPublicKey, generateKeyPairSync, KeyObject, randomBytes, sign } from 'node:crypto';

/** A TLS certificate of this machine alone, and its key, both in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** DER object identifiers. */
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const SUBJECT_ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];

/**
 * Signs a certificate for `localhost`, 127.0.0.1 and other names that is good for a day.
 *
 * Node has no function for this, and an `openssl` command is not everywhere.
 */
export function selfSignedCertificate(...otherNames: string[]): Certificate {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = certificateBody(privateKey, ['localhost', ...otherNames]);
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm(), bitString(signature));

  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function certificateBody(key: KeyObject, hosts: readonly string[]): Buffer {
  const version = element(0xa0, integer(Buffer.from([2])));
  const serial = integer(Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const name = sequence(element(0x31, sequence(oid(COMMON_NAME), element(0x0c, Buffer.from('localhost')))));
  const now = Date.now();
  const validity = sequence(time(now - DAY), time(now + DAY));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });

  return sequence(version, serial, algorithm(), name, validity, name, publicKey, extensions(hosts));
}

function extensions(hosts: readonly string[]): Buffer {
  const isAuthority = sequence(element(0x01, Buffer.from([0xff])));
  const names = sequence(
    ...hosts.map((host) => element(0x82, Buffer.from(host))),
    element(0x87, Buffer.from([127, 0, 0, 1])),
  );

  return element(
    0xa3,
    sequence(
      sequence(oid(BASIC_CONSTRAINTS), element(0x04, isAuthority)),
      sequence(oid(SUBJECT_ALTERNATIVE_NAME), element(0x04, names)),
    ),
  );
}

function algorithm(): Buffer {
  return sequence(oid(ECDSA_WITH_SHA256));
}

/** Tag, length and content, which is all that DER consists of. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];

  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...elements: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(elements));
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function oid(bytes: readonly number[]): Buffer {
  return element(0x06, Buffer.from(bytes));
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

/** UTCTime: `261124061500Z`. */
function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14);

  return element(0x17, Buffer.from(`${text}Z`));
}
