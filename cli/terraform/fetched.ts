import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { privateFolder } from '../../rehearsal/private-files';
import { cacheFolder } from '../cache-folder';
import { Product } from './products';
import { programFile } from './release';

/** Where the program of a product is, or would be, once it has been fetched. */
export function placeOf(product: Product): string {
  return join(cacheFolder(), `${product.program}-${product.version}`, programFile(product));
}

/** Whether an earlier run has fetched it. */
export function isFetched(product: Product): boolean {
  return existsSync(placeOf(product));
}

/** Keeps a program. It comes into being as a whole, so that nobody ever runs half of it. */
export function keep(product: Product, program: Uint8Array): void {
  const place = placeOf(product);
  const beside = `${place}.${process.pid}`;
  privateFolder(dirname(place));
  try {
    writeFileSync(beside, program, { flag: 'wx' });
    chmodSync(beside, 0o755);
    renameSync(beside, place);
  } catch (error) {
    rmSync(beside, { force: true });
    // Windows replaces no program that runs: somebody else was faster, with the same one.
    if (!isFetched(product)) {
      throw error;
    }
  }
}

/** Lets this process, and all that it starts, find the program before others. */
export function use(product: Product): void {
  process.env.PATH = [dirname(placeOf(product)), process.env.PATH].filter((part) => part).join(delimiter);
  if (product.program !== 'terraform') {
    process.env.TERRAFORM_BINARY_NAME = product.program;
  }
}
