import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that runs as Terraform and that its vendor releases as signed archives. */
export interface Product {
  /** `Terraform` */
  readonly name: string;

  /** Name of the program, without `.exe`. */
  readonly program: string;

  /** The one version that is fetched: the one that this project is tested with. */
  readonly version: string;

  readonly licence: string;
  readonly vendor: string;

  /** Where releases are, unless a mirror is named. */
  readonly server: string;

  /** Folder of the release below that. */
  readonly folder: string;

  /** What the name of the signature has behind that of the file with the checksums. */
  readonly signature: string;

  /** The vendor's public key, as text. */
  readonly key: () => string;

  /** Fingerprint of that key. */
  readonly fingerprint: string;
}

const KEYS = join(__dirname, 'keys');

/** @see https://www.hashicorp.com/trust/security */
export const TERRAFORM: Product = {
  name: 'Terraform',
  program: 'terraform',
  version: '1.11.4',
  licence: 'Business Source License',
  vendor: 'HashiCorp',
  server: 'https://releases.hashicorp.com',
  folder: 'terraform/1.11.4',
  signature: '.sig',
  key: () => readFileSync(join(KEYS, 'hashicorp.asc'), 'utf8'),
  fingerprint: 'C874011F0AB405110D02105534365D9472D7468F',
};

/** @see https://opentofu.org/docs/intro/install/standalone/ */
export const OPENTOFU: Product = {
  name: 'OpenTofu',
  program: 'tofu',
  version: '1.12.6',
  licence: 'Mozilla Public License',
  vendor: 'OpenTofu',
  server: 'https://github.com/opentofu/opentofu/releases/download',
  folder: 'v1.12.6',
  signature: '.gpgsig',
  key: () => readFileSync(join(KEYS, 'opentofu.asc'), 'utf8'),
  fingerprint: 'E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80',
};

export const PRODUCTS: readonly Product[] = [TERRAFORM, OPENTOFU];
